package cms

// Elements for tests that make what no tool makes.
var (
	TLV   = tlv
	SetOf = setOf
)
