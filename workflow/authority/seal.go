package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"strconv"

	"golang.org/x/crypto/chacha20poly1305"
)

// ErrMaster: a key was sealed under another master key than the one given, or
// its record was changed.
var ErrMaster = errors.New("authority: the master key does not open this signing key")

// derive is n bytes that follow from the master key and a purpose.
func derive(master []byte, purpose string, n int) ([]byte, error) {
	return hkdf.Key(sha256.New, master, nil, "thidua "+purpose, n)
}

// draw is a P-256 key that follows from the master key and what it is for, so
// that a unit of work that runs twice makes the same. Whoever lacks the master
// key cannot tell it from chance.
func draw(master []byte, purpose string) ([]byte, error) {
	for try := range 64 {
		raw, err := derive(master, "signing key "+purpose+"/"+strconv.Itoa(try), 32)
		if err != nil {
			return nil, err
		}
		if _, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw); err == nil { // all but one in four thousand million are keys
			return raw, nil
		}
	}
	return nil, errors.New("authority: no key could be drawn")
}

// seal closes a private key for the record with the given name; it opens under
// that name alone. The nonce follows from name and content: the same key under
// the same name gives the same bytes, and no two contents share one.
func seal(master []byte, name string, raw []byte) ([]byte, error) {
	key, err := derive(master, "seal", chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	nonceKey, err := derive(master, "seal nonce", sha256.Size)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, nonceKey)
	mac.Write([]byte(name + "\x00"))
	mac.Write(raw)
	nonce := mac.Sum(nil)[:aead.NonceSize()]
	return aead.Seal(nonce, nonce, raw, []byte(name)), nil
}

func unseal(master []byte, name string, sealed []byte) ([]byte, error) {
	key, err := derive(master, "seal", chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, ErrMaster
	}
	raw, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(name))
	if err != nil {
		return nil, ErrMaster
	}
	return raw, nil
}
