package authority

import (
	"crypto/x509"
	"fmt"

	"thidua/storage"
)

// All lists the certificates of a cluster, or of all clusters when it is empty,
// in the order of their keys: the public side, those out of use included.
func All(r storage.Reader, cluster string) ([]Held, error) {
	if cluster != "" {
		cluster += "/"
	}
	return helds.List(r, cluster)
}

// Roots are the authorities of all clusters: what certificates made here are
// trusted by.
func Roots(r storage.Reader) ([]*x509.Certificate, error) {
	all, err := All(r, "")
	if err != nil {
		return nil, err
	}
	var roots []*x509.Certificate
	for _, h := range all {
		if h.Subject != rootSubject {
			continue
		}
		cert, err := h.X509()
		if err != nil {
			return nil, err
		}
		roots = append(roots, cert)
	}
	return roots, nil
}

// Opens says whether the master key opens every key in use; the first that it
// does not is named.
func Opens(r storage.Reader, master []byte) (failed string, err error) {
	all, err := All(r, "")
	if err != nil {
		return "", err
	}
	for _, h := range all {
		if h.Retired.IsZero() {
			if _, err := open(master, h); err != nil {
				return h.key(), nil
			}
		}
	}
	return "", nil
}

// Rewrap seals every key in use under another master key. Nothing is written
// unless the old one opens all of them.
func Rewrap(tx storage.Tx, old, next []byte) (n int, err error) {
	all, err := All(tx, "")
	if err != nil {
		return 0, err
	}
	for _, h := range all {
		if len(h.Sealed) == 0 {
			continue
		}
		raw, err := unseal(old, h.key(), h.Sealed)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", h.key(), err)
		}
		if h.Sealed, err = seal(next, h.key(), raw); err != nil {
			return 0, err
		}
		if err := helds.Put(tx, h); err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}
