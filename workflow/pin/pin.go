// Package pin keeps the six-digit PINs that leaders confirm with. A million PINs
// are soon tried, so what is stored is worthless without a key that is not in
// the store, slow to try with it, and locked after five wrong tries.
package pin

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// A Record is what is kept of a person's PIN.
type Record struct {
	Person string    `json:"person"`
	Salt   string    `json:"salt"`
	Hash   string    `json:"hash"`
	Fails  int       `json:"fails,omitempty"`
	Locked time.Time `json:"locked,omitzero"` // no try before this moment
}

// Tries is how many wrong PINs lock it.
const Tries = 5

// FirstLock is how long the first lock holds; each further one doubles.
const FirstLock = 15 * time.Minute

// Valid says whether s is a PIN: six digits, not all the same, not a plain run.
func Valid(s string) bool {
	if len(s) != 6 || strings.Trim(s, "0123456789") != "" {
		return false
	}
	return s != strings.Repeat(s[:1], 6) && s != "123456" && s != "654321"
}

// New is the record of a person's PIN. The salt follows from the key, the person
// and the event, so that a unit of work that runs twice writes the same.
func New(key []byte, person, event, pin string) Record {
	salt := mac(key, "salt", person, event)[:16]
	return Record{Person: person, Salt: base64.RawStdEncoding.EncodeToString(salt), Hash: hash(key, person, salt, pin)}
}

// Check compares a PIN with the record and returns the record as it is after
// the try. A locked record is not compared at all.
func (r Record) Check(key []byte, pin string, at time.Time) (Record, bool) {
	if at.Before(r.Locked) {
		return r, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(r.Salt)
	if err == nil && subtle.ConstantTimeCompare([]byte(hash(key, r.Person, salt, pin)), []byte(r.Hash)) == 1 {
		r.Fails, r.Locked = 0, time.Time{}
		return r, true
	}
	r.Fails++
	if r.Fails%Tries == 0 {
		r.Locked = at.Add(FirstLock << min(r.Fails/Tries-1, 10)).UTC()
	}
	return r, false
}

// Left is how many tries remain before the next lock.
func (r Record) Left() int { return Tries - r.Fails%Tries }

// hash is slow on purpose: argon2id over 19 MiB, twice.
func hash(key []byte, person string, salt []byte, pin string) string {
	secret := mac(key, "pin", person, pin)
	return base64.RawStdEncoding.EncodeToString(argon2.IDKey(secret, salt, 2, 19*1024, 1, 32))
}

func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum(nil)
}
