package paper

// A PrintCopy (bản in để ký) is the frozen covenant made to be signed with a pen:
// the pages as they were frozen, and on the foot of each the code and a QR, so
// that a scan tells which document it is of.
type PrintCopy struct {
	Covenant Covenant `json:"covenant"` // as frozen, without anybody's signature
	SHA256   string   `json:"sha256"`   // of the frozen document
	Code     string   `json:"code"`     // GU-2017-7F3K-92QD
	Link     string   `json:"link"`     // what the QR holds: the public page with the code, or the code alone
	Fields   []string `json:"fields"`   // the signature fields that are left open for a pen; none: all of them
}

// An Audit (phiếu kiểm chứng chữ ký) says what is known of the signatures under a
// document: a paper of its own, since nothing may be added to a signed one. It
// follows from the store alone, as it stood at MadeAt. Moments are RFC 3339 with
// the cluster's offset, days 2017-03-27; "" is unknown, or not yet.
type Audit struct {
	Letterhead
	ClusterName string `json:"cluster_name"`
	Year        int    `json:"year"`
	Document    string `json:"document"`           // "Bản giao ước thi đua năm 2017", "Phụ lục số 01 …"
	No          int    `json:"no"`                 // 0: the covenant; from 1: its amendments
	State       string `json:"state"`              // as printed: "đã đủ chữ ký"
	Complete    bool   `json:"complete,omitempty"` // no signature will come any more
	Code        string `json:"code"`
	Link        string `json:"link,omitempty"`            // the public page with the code
	DocNumber   string `json:"document_number,omitempty"` // given to the document that the sheet is about
	DocDate     string `json:"document_date,omitempty"`   // a day
	MadeAt      string `json:"made_at"`
	Zone        string `json:"zone"` // as printed: "Asia/Ho_Chi_Minh (UTC+07:00)"

	Frozen    string `json:"frozen"`            // SHA-256 of the document as it was opened for signing
	Current   string `json:"current,omitempty"` // SHA-256 of the newest bytes
	Rules     string `json:"rules,omitempty"`   // SHA-256 of the cluster file
	Targets   string `json:"targets,omitempty"` // SHA-256 of the targets
	Base      string `json:"base,omitempty"`    // of an amendment: SHA-256 of what it amends
	OpenedBy  string `json:"opened_by,omitempty"`
	OpenedAt  string `json:"opened_at,omitempty"`
	Completed string `json:"completed,omitempty"`

	Signatures []AuditSignature `json:"signatures"` // signed ones, in the order in which they were made
	Open       []AuditPlace     `json:"open,omitempty"`
	Revisions  []AuditRevision  `json:"revisions"`
	Log        AuditLog         `json:"log"`
	Notes      []string         `json:"notes,omitempty"` // sentences: what the kinds of signature mean, what is missing
	Signer     Signer           `json:"signer"`          // of the head's office, left for a pen
}

// An AuditSignature is one signature. Of whom a messenger knows nothing is
// printed: people are named as in their certificate.
type AuditSignature struct {
	Field  string `json:"field"`
	Agency string `json:"agency"`          // as the box says: "huyện Châu"
	Title  string `json:"title,omitempty"` // "KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"
	Name   string `json:"name"`            // who signed
	At     string `json:"at"`
	Kind   string `json:"kind"`            // token: chat token cluster witness paper
	Words  string `json:"words"`           // the kind in words: "Xác nhận điện tử"
	Stamp  string `json:"stamp,omitempty"` // the time-stamp authority's time
	Stamps string `json:"stamps"`          // that, or why there is none, in words

	Certificate AuditCertificate `json:"certificate"`
	Paper       *AuditPaper      `json:"paper,omitempty"` // of a signature with a pen
	SHA256      string           `json:"sha256"`          // of the document's bytes up to this signature
}

// An AuditCertificate is with what a signature was made.
type AuditCertificate struct {
	Subject string   `json:"subject"`
	Issuer  string   `json:"issuer"`
	Serial  string   `json:"serial"` // hexadecimal
	From    string   `json:"from"`   // day
	Until   string   `json:"until"`  // day
	Chain   []string `json:"chain"`  // names, from the issuer to the root
	Trust   string   `json:"trust"`  // in words: known here, or not
}

// An AuditPaper is the scan that a signature with a pen rests on.
type AuditPaper struct {
	Scans       []AuditScan `json:"scans"`
	Day         string      `json:"day"` // on which it was signed, as entered
	EnteredBy   string      `json:"entered_by"`
	EnteredAt   string      `json:"entered_at"`
	ConfirmedBy string      `json:"confirmed_by"`
	ConfirmedAt string      `json:"confirmed_at"`
}

type AuditScan struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// An AuditPlace is a place that has no signature, and why: in words.
type AuditPlace struct {
	Agency string `json:"agency"`
	Name   string `json:"name,omitempty"`
	State  string `json:"state"` // "chưa ký", "từ chối: …"
}

// An AuditRevision is the document's bytes after a step.
type AuditRevision struct {
	Length int    `json:"length"` // bytes
	SHA256 string `json:"sha256"`
	What   string `json:"what"` // in words: "Mở ký", "Chữ ký của huyện Châu", "Đánh số 12/GƯ-CTĐ"
}

// An AuditLog is where the cluster's log stood when the sheet was made: the hash
// of its last line stands for all lines before it.
type AuditLog struct {
	Seq  int64  `json:"seq"`
	At   string `json:"at"`
	Hash string `json:"hash"`
}
