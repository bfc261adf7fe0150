package house

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Trust reads the authorities that signatures may lead to: every certificate of
// an authority in the PEM files (.pem, .crt, .cer) of a folder. Certificates of
// people that lie there too are passed over; "" trusts none.
func Trust(dir string) (roots []*x509.Certificate, err error) {
	if dir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.IsDir() || !slices.Contains([]string{".pem", ".crt", ".cer"}, strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		found := false
		for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
			if block.Type != "CERTIFICATE" {
				continue
			}
			cert, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			found = true
			if cert.IsCA {
				roots = append(roots, cert)
			}
		}
		if !found {
			return nil, fmt.Errorf("%s: there is no certificate in it (PEM is wanted, -----BEGIN CERTIFICATE-----)", path)
		}
	}
	return roots, nil
}
