package cms

import (
	"crypto"
	"crypto/rsa"
	"encoding/asn1"
	"fmt"
)

// digestAlgorithm reads the AlgorithmIdentifier of a hash; NULL and nothing are
// both written as its parameters.
func digestAlgorithm(r *reader) (crypto.Hash, error) {
	a := r.into(tagSequence)
	id := a.oid()
	null(a)
	if !a.done() || r.bad {
		return 0, fmt.Errorf("%w: digest algorithm", ErrMalformed)
	}
	switch {
	case id.Equal(oidSHA256):
		return crypto.SHA256, nil
	case id.Equal(oidSHA384):
		return crypto.SHA384, nil
	case id.Equal(oidSHA512):
		return crypto.SHA512, nil
	case id.Equal(oidSHA1), id.Equal(oidMD5):
		return 0, fmt.Errorf("%w: %v", ErrWeak, id)
	}
	return 0, fmt.Errorf("%w: %v", ErrUnsupported, id)
}

// null reads the parameters that say nothing.
func null(r *reader) {
	if r.has(tagNull) && len(r.take(tagNull).body) > 0 {
		r.bad = true
	}
}

// signatureAlgorithm reads the AlgorithmIdentifier of a signature made over
// hash.
func signatureAlgorithm(r *reader, hash crypto.Hash) (algorithm, error) {
	a := r.into(tagSequence)
	id := a.oid()
	made := algorithm{hash: hash}
	if id.Equal(oidPSS) {
		options, err := pss(a, hash)
		if err != nil {
			return made, err
		}
		made.pss = options
	} else {
		null(a)
	}
	if !a.done() || r.bad {
		return made, fmt.Errorf("%w: signature algorithm", ErrMalformed)
	}
	fixed := map[crypto.Hash][2]asn1.ObjectIdentifier{
		crypto.SHA256: {oidSHA256WithRSA, oidECDSAWithSHA256},
		crypto.SHA384: {oidSHA384WithRSA, oidECDSAWithSHA384},
		crypto.SHA512: {oidSHA512WithRSA, oidECDSAWithSHA512},
	}[hash]
	switch {
	case id.Equal(oidRSA), id.Equal(oidPSS), id.Equal(fixed[0]):
		return made, nil
	case id.Equal(oidECPublicKey), id.Equal(fixed[1]):
		made.ec = true
		return made, nil
	}
	return made, fmt.Errorf("%w: %v with %v", ErrUnsupported, id, hash)
}

// pss reads RSASSA-PSS-params (RFC 4055). One hash throughout, as the digest's;
// the defaults, which are SHA-1, are refused.
func pss(a *reader, hash crypto.Hash) (*rsa.PSSOptions, error) {
	options := &rsa.PSSOptions{Hash: hash, SaltLength: 20}
	p := a.into(tagSequence)
	if !p.has(tagContext0) {
		return nil, fmt.Errorf("%w: RSASSA-PSS with SHA-1", ErrWeak)
	}
	wrapped := p.into(tagContext0)
	if got, err := digestAlgorithm(wrapped); err != nil {
		return nil, err
	} else if got != hash || !wrapped.done() {
		return nil, fmt.Errorf("%w: RSASSA-PSS with %v over %v", ErrUnsupported, got, hash)
	}
	if !p.has(tagContext1) {
		return nil, fmt.Errorf("%w: RSASSA-PSS with MGF1 of SHA-1", ErrWeak)
	}
	mask := p.into(tagContext1)
	generator := mask.into(tagSequence)
	if !generator.oid().Equal(oidMGF1) {
		return nil, fmt.Errorf("%w: RSASSA-PSS without MGF1", ErrUnsupported)
	}
	if got, err := digestAlgorithm(generator); err != nil {
		return nil, err
	} else if got != hash || !generator.done() || !mask.done() {
		return nil, fmt.Errorf("%w: RSASSA-PSS, MGF1 of %v", ErrUnsupported, got)
	}
	if p.has(0xa2) {
		salt := p.into(0xa2)
		n := salt.integer()
		if !salt.done() || !n.IsInt64() || n.Int64() < 0 || n.Int64() > 512 {
			return nil, fmt.Errorf("%w: RSASSA-PSS salt", ErrMalformed)
		}
		options.SaltLength = int(n.Int64())
	}
	if p.has(0xa3) {
		trailer := p.into(0xa3)
		if !trailer.is(1) || !trailer.done() {
			return nil, fmt.Errorf("%w: RSASSA-PSS trailer", ErrMalformed)
		}
	}
	if !p.done() {
		return nil, fmt.Errorf("%w: RSASSA-PSS parameters", ErrMalformed)
	}
	return options, nil
}
