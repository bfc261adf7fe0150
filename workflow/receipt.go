package workflow

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"thidua/storage"
	"thidua/workflow/text"
)

// receiptKey is a code as it is looked up: people leave the dash out, and write
// an O for a zero.
func receiptKey(code string) string {
	code = strings.ToUpper(strings.Join(strings.FieldsFunc(code, func(r rune) bool { return r == '-' || r == ' ' }), ""))
	return strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(code)
}

// Receipt (mã biên nhận) is a short code of what was submitted: the same content
// gives the same code, whoever sends it and whenever.
func Receipt(cluster string, year int, period, member string, content []string) string {
	sum := contentSum(cluster, year, period, member, content)
	return shortCode(sum[:])
}

// contentSum is the hash that a receipt is short for.
func contentSum(cluster string, year int, period, member string, content []string) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%s\n%s\n%s\n", cluster, year, period, member, strings.Join(content, "\n")))
}

// Hash is the SHA-256 of what was submitted, in hex.
func (s Submission) Hash() string {
	sum := contentSum(s.Cluster, s.Year, s.Period, s.Member, s.Content)
	return hex.EncodeToString(sum[:])
}

// shortCode is eight characters of a hash, as people read them to each other.
func shortCode(hash []byte) string {
	code := codes.EncodeToString(hash)
	return code[:4] + "-" + code[4:8]
}

// FindReceipt returns the submission with a receipt's code, the latest where the
// same content was sent twice; a Problem when the cluster has none.
func FindReceipt(r storage.Reader, cluster, code string) (Submission, error) {
	list, err := submissions.List(r, cluster+"/")
	if err != nil {
		return Submission{}, err
	}
	for _, s := range slices.Backward(list) {
		if receiptKey(s.Receipt) == receiptKey(code) {
			return s, nil
		}
	}
	return Submission{}, text.Wrong("bienlai.unknown", "code", code)
}
