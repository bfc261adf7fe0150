package paper

// An Amendment (phụ lục) is what a paper of a covenant's kind says when it amends
// one that was signed: a new document, signed like the first, which names by its
// hash exactly what it amends.
type Amendment struct {
	No      int               `json:"no"`               // from 1
	Reason  string            `json:"reason,omitempty"` // a sentence
	Base    string            `json:"base"`             // SHA-256 of the complete covenant
	Frozen  string            `json:"frozen,omitempty"` // SHA-256 of the covenant as it was opened for signing, where that is another
	Code    string            `json:"code,omitempty"`   // of the covenant
	Number  string            `json:"number,omitempty"` // "01/GƯTĐ-CTĐTNB", as registered
	Date    string            `json:"date,omitempty"`   // its day
	Changes []AmendmentChange `json:"changes"`
}

// An AmendmentChange is one thing as it was signed and as it is to be, both as
// printed; "" is nothing.
type AmendmentChange struct {
	Member string `json:"member,omitempty"` // "tỉnh Vĩnh Long"; "" concerns all
	What   string `json:"what"`             // "Tổng thu ngân sách (tỷ đồng)", "Khoản 2. Báo cáo"
	Old    string `json:"old,omitempty"`
	New    string `json:"new,omitempty"`
}
