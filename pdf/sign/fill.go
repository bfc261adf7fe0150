package sign

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"thidua/pdf/sign/syntax"
)

// Fill appends the revision that fills lines of text: field → what it says. A
// line that says so already is left alone; where all do, file comes back as it
// is. The same values give the same bytes, so that what Fill added can be made
// again, from the lines that changed, and compared.
func (Notary) Fill(file []byte, values map[string]string) ([]byte, error) {
	p, err := open(file)
	if err != nil {
		return nil, err
	}
	r, changed := p.revise(), false
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if len(values[name]) > maxLine {
			return nil, fmt.Errorf("sign: fill: %d bytes in a line", len(values[name]))
		}
		w, err := p.widget("Tx", name)
		if err != nil {
			return nil, err
		}
		if v, ok := w.Dict["V"].(syntax.String); ok && v.Text() == values[name] {
			continue
		}
		changed = true
		look, err := p.line(w, values[name])
		if err != nil {
			return nil, err
		}
		r.put(w, look, textString(values[name]))
	}
	if !changed {
		return file, nil
	}
	return r.close(), nil
}

// maxLine is how many bytes a line of text may take.
const maxLine = 1000

// line draws what stands in a line of text.
func (p *paper) line(w widget, value string) (syntax.Stream, error) {
	style, size, err := w.letters()
	if err != nil {
		return syntax.Stream{}, err
	}
	f, err := p.face(style)
	if err != nil {
		return syntax.Stream{}, err
	}
	base := size / 4
	value = f.known(value)
	for size > boxSmallest && f.width(value, size) > w.width() {
		size -= 0.25
	}
	align, _ := w.Dict["Q"].(syntax.Number)
	x := (w.width() - f.width(value, size)) * float64(align) / 2
	var b bytes.Buffer
	fmt.Fprintf(&b, "/Tx BMC\nq\nBT\n0 g\n/%s %s Tf\n1 0 0 1 %s %s Tm\n%sET\nQ\nEMC\n", f.name, short(size), short(max(x, 0)), short(base), f.show(value))
	return drawing(w.rect, b.Bytes(), syntax.Dict{f.name: f.ref}), nil
}

// letters reads style and size from a field's /DA, as Prepare wrote it.
func (w widget) letters() (style string, size float64, err error) {
	da, _ := w.Dict["DA"].(syntax.String)
	var name string
	if _, err := fmt.Sscanf(da.Bytes, "/%s %g Tf", &name, &size); err != nil || len(name) < len(family) || size <= 0 || size > 100 {
		return "", 0, fmt.Errorf("%w: letters of a field", syntax.ErrBroken)
	}
	return name[len(family):], size, nil
}
