package sign_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"thidua/pdf/sign"
	"thidua/workflow/signature"
)

// A signed covenant: fourteen signatures, and what stood after each.
type signed struct {
	signers   []signer
	names     []string
	revisions [][]byte // revisions[0] is prepared only
}

func (s signed) file() []byte               { return s.revisions[len(s.revisions)-1] }
func (s signed) roots() []*x509.Certificate { return s.signers[0].chain[1:] }

// whole is made once; nobody writes to it.
var whole = sync.OnceValue(func() signed {
	t := &testing.T{}
	file, names := covenant(t)
	s := signed{signers: people(t, len(names)), names: names, revisions: [][]byte{file}}
	for i, name := range names {
		file, err := sign.Notary{}.Sign(s.file(), stroke(s.signers[i], name, i))
		if err != nil {
			panic(err)
		}
		s.revisions = append(s.revisions, file)
	}
	return s
})

func keys(r signature.Report) (list []string) {
	for _, w := range r.Why {
		list = append(list, w.Key)
	}
	for _, f := range r.Signatures {
		for _, w := range f.Why {
			list = append(list, w.Key)
		}
	}
	return list
}

// changed are the changes after the last signature.
func changed(r signature.Report) (list []string) {
	for _, c := range r.Unsigned {
		list = append(list, fmt.Sprintf("%s %v %v", c.Key, c.Args, c.Allowed))
	}
	return list
}

func TestCheck(t *testing.T) {
	s := whole()
	r := sign.Notary{}.Check(s.file(), s.roots())
	if r.Verdict != signature.Valid || len(r.Signatures) != 14 || len(r.Unsigned) > 0 || len(keys(r)) > 0 {
		t.Fatalf("%s, %d signatures, %v, %v", r.Verdict, len(r.Signatures), keys(r), changed(r))
	}
	for i, f := range r.Signatures {
		kind, covers := signature.Token, signature.CoversRevision
		switch {
		case i == 0:
			kind = signature.Cluster
		case i == 13:
			kind, covers = signature.Witness, signature.CoversAll
		}
		if f.Field != s.names[i] || f.Kind != kind || f.Covers != covers || !f.Valid || f.Chain != signature.ChainTrusted ||
			f.Signer != s.signers[i].chain[0].Subject.CommonName || f.Agency != "Ủy ban nhân dân tỉnh Vĩnh Long" || f.Reason != "Xác nhận điện tử" ||
			!f.Time.Equal(stroke(s.signers[i], f.Field, i).At) || f.Length != len(s.revisions[i+1]) || len(f.After) != 13-i {
			t.Errorf("signature %d: %+v", i, f)
		}
		for j, c := range f.After {
			if !c.Allowed || c.Key != "verify.change.signed" || c.Args["field"] != s.names[i+j+1] {
				t.Errorf("after signature %d: %+v", i, c)
			}
		}
	}

	// Not known here is not wrong.
	if r := (sign.Notary{}).Check(s.file(), nil); r.Verdict != signature.Unknown || !slices.Contains(keys(r), "verify.why.chain") || !r.Signatures[3].Valid {
		t.Errorf("without roots: %s, %v", r.Verdict, keys(r))
	}
	if r := (sign.Notary{}).Check(s.revisions[0], s.roots()); r.Verdict != signature.Unknown || !slices.Equal(keys(r), []string{"verify.why.no_signatures"}) {
		t.Errorf("unsigned: %s, %v", r.Verdict, keys(r))
	}
	for name, file := range map[string][]byte{"nothing": nil, "text": []byte("Giao ước"), "the first half": s.file()[:len(s.file())/2]} {
		if r := (sign.Notary{}).Check(file, s.roots()); r.Verdict != signature.Unknown || len(r.Why) != 1 {
			t.Errorf("%s: %s, %v", name, r.Verdict, keys(r))
		}
	}
}

// Number and date may be filled by the clerk, at any time, and only by Fill.
func TestCheckFilled(t *testing.T) {
	s, n := whole(), sign.Notary{}
	values := map[string]string{"number": "12/GU-CTĐTNB", "date": "Vĩnh Long, ngày 28 tháng 3 năm 2017"}
	filled, err := n.Fill(s.file(), values)
	if err != nil {
		t.Fatal(err)
	}
	r := n.Check(filled, s.roots())
	if want := []string{"verify.change.filled map[field:number value:12/GU-CTĐTNB] true", "verify.change.filled map[field:date value:Vĩnh Long, ngày 28 tháng 3 năm 2017] true"}; r.Verdict != signature.Valid || !slices.Equal(changed(r), want) {
		t.Errorf("%s, %v, %q", r.Verdict, keys(r), changed(r))
	}
	if again, err := n.Fill(filled, values); err != nil || !bytes.Equal(again, filled) {
		t.Errorf("the same once more: %v, %d bytes", err, len(again)-len(filled))
	}
	values["number"] = "13/GU-CTĐTNB"
	corrected, err := n.Fill(filled, values)
	if err != nil {
		t.Fatal(err)
	}
	if r := n.Check(corrected, s.roots()); r.Verdict != signature.Valid {
		t.Errorf("another number on the same day: %s, %q", r.Verdict, changed(r))
	}
	between, err := n.Fill(s.revisions[13], values)
	if err == nil {
		between, err = n.Sign(between, stroke(s.signers[13], s.names[13], 13))
	}
	if err != nil {
		t.Fatal(err)
	}
	if r := n.Check(between, s.roots()); r.Verdict != signature.Valid || len(r.Signatures[12].After) != 3 {
		t.Errorf("filled before the last signature: %s, %v, %v", r.Verdict, keys(r), r.Signatures[12].After)
	}
	// What Fill appends is the same after one signature, and sooner checked.
	if filled, err = n.Fill(s.revisions[1], values); err != nil {
		t.Fatal(err)
	}
	step := 5
	if testing.Short() {
		step = 101
	}
	var bits []int
	for i := len(s.revisions[1]) * 8; i < len(filled)*8; i += step {
		bits = append(bits, i)
	}
	flip(t, filled, s.roots(), bits)
}

// flip flips each of these bits alone, on all cores: Check must find every one.
func flip(t *testing.T, file []byte, roots []*x509.Certificate, bits []int) {
	t.Helper()
	var group sync.WaitGroup
	for chunk := range slices.Chunk(bits, len(bits)/runtime.GOMAXPROCS(0)+1) {
		group.Go(func() {
			file := bytes.Clone(file)
			for _, bit := range chunk {
				file[bit/8] ^= 1 << (bit % 8)
				if r := (sign.Notary{}).Check(file, roots); r.Verdict == signature.Valid {
					t.Errorf("bit %d of byte %d is not missed", bit%8, bit/8)
				}
				file[bit/8] ^= 1 << (bit % 8)
			}
		})
	}
	group.Wait()
}

// Ten thousand flipped bits in a covenant of fourteen signatures, every fourth
// in its last revision.
func TestFlippedBits(t *testing.T) {
	s := whole()
	flips := 10_000
	if testing.Short() {
		flips = 300
	}
	chance := rand.New(rand.NewPCG(2017, 14))
	file, last := s.file(), len(s.revisions[13]) // what only one signature covers begins there
	var bits []int
	for i := range flips {
		if i%4 == 0 {
			bits = append(bits, last*8+chance.IntN((len(file)-last)*8))
		} else {
			bits = append(bits, chance.IntN(len(file)*8))
		}
	}
	for i := range 8 * 16 { // the end of the last hole, where zeros may stand
		bits = append(bits, (bytes.LastIndex(file, []byte(">>>"))-16)*8+i)
	}
	flip(t, file, s.roots(), bits)
}

func BenchmarkCheck(b *testing.B) {
	s := whole()
	b.SetBytes(int64(len(s.file())))
	for b.Loop() {
		if r := (sign.Notary{}).Check(s.file(), s.roots()); r.Verdict != signature.Valid {
			b.Fatal(r.Verdict)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/14, "µs/signature")
	b.ReportMetric(float64(len(s.file())-len(s.revisions[0]))/14, "B/signature")
}

// A signature from outside is written less strictly, and yet no bit of it may
// be another.
func TestFlippedBitsOutside(t *testing.T) {
	s := whole()
	flips := 2000
	if testing.Short() {
		flips = 100
	}
	chance := rand.New(rand.NewPCG(2017, 5))
	for _, c := range []struct {
		by      int
		options []string
	}{{6, []string{"-cades"}}, {7, nil}} {
		file := edit(t, s.revisions[1]).sign("leader-5", "adbe.pkcs7.detached", s.signers[c.by].openssl(t, c.options...))
		if r := (sign.Notary{}).Check(file, s.roots()); r.Verdict != signature.Valid {
			t.Fatal(r.Verdict, keys(r))
		}
		var bits []int
		for range flips {
			bits = append(bits, len(s.revisions[1])*8+chance.IntN((len(file)-len(s.revisions[1]))*8))
		}
		flip(t, file, s.roots(), bits)
	}
}
