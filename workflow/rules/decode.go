package rules

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// A reader walks the nodes of a file and collects all its faults.
type reader struct {
	faults                               Faults
	skip                                 map[*yaml.Node]bool // reported already
	members, periods, contents, criteria *ids

	held     [][]*object     // prerequisites of each content: they name criteria that come later
	doubtful map[string]bool // criteria with faults, of which nothing more is said
	scoring  bool            // which periods are scored is certain
}

func (r *reader) at(line, column int, format string, args ...any) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, Fault{line, column, fmt.Sprintf(format, args...)})
	}
}

func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	r.at(n.Line, n.Column, format, args...)
}

// An object is a mapping on its way into a struct. Every key that is asked for
// becomes a known key; done reports the others and what is missing. After a
// fault in a key sound is false for it, and checks that need it are left out:
// one mistake is one fault.
type object struct {
	r       *reader
	what    string // as faults call it: criterion "thu-ngan-sach"
	node    *yaml.Node
	keys    map[string]*yaml.Node
	values  map[string]*yaml.Node
	known   []string
	missing []string
	unsound map[string]bool
}

// object opens a mapping; nil when the node is something else.
func (r *reader) object(n *yaml.Node, what string) *object {
	if r.skip[n] {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.fault(n, `%s: keys with values are expected here, as in "name: value", not %s`, what, kindOf(n))
		return nil
	}
	o := &object{r: r, what: what, node: n,
		keys: map[string]*yaml.Node{}, values: map[string]*yaml.Node{}, unsound: map[string]bool{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		name := norm.NFC.String(key.Value)
		switch {
		case r.skip[key]:
		case key.Kind != yaml.ScalarNode:
			r.fault(key, "%s: a key is a plain word, not %s", what, kindOf(key))
		case key.Tag == "!!merge":
			r.fault(key, `%s: "<<" (merge) is not used in a cluster file: write the keys out`, what)
		case o.keys[name] != nil:
			r.fault(key, "the key %s stands twice (first in line %d): remove one", quote(name), o.keys[name].Line)
		default:
			o.keys[name], o.values[name] = key, n.Content[i+1]
		}
	}
	return o
}

// value is the node of a key; nil when it is absent, empty or cannot be read.
func (o *object) value(key string) *yaml.Node {
	o.known = append(o.known, key)
	n := o.values[key]
	switch {
	case n == nil || isNull(n):
		return nil
	case o.r.skip[n]:
		o.unsound[key] = true
		return nil
	}
	return n
}

// has says whether a key has a value.
func (o *object) has(key string) bool { return o.values[key] != nil && !isNull(o.values[key]) }

// need makes a key required.
func (o *object) need(key string) {
	if !o.has(key) {
		o.missing = append(o.missing, key)
		o.unsound[key] = true
	}
}

// ignore makes keys known that have no effect here.
func (o *object) ignore(keys ...string) { o.known = append(o.known, keys...) }

// sound says whether the keys were read without a fault.
func (o *object) sound(keys ...string) bool {
	return !slices.ContainsFunc(keys, func(k string) bool { return o.unsound[k] })
}

// fault reports the value of a key.
func (o *object) fault(key, format string, args ...any) {
	n := o.values[key]
	if n == nil {
		n = o.node
	}
	o.r.fault(n, key+": "+format, args...)
	o.unsound[key] = true
}

// faultAt reports one entry of a list.
func (o *object) faultAt(key string, i int, format string, args ...any) {
	o.r.fault(o.values[key].Content[i], key+": "+format, args...)
	o.unsound[key] = true
}

// done reports unknown keys and missing ones. A misspelt key is not missing.
func (o *object) done() {
	written := o.written()
	for i, name := range written {
		if slices.Contains(o.known, name) {
			continue
		}
		absent := slices.DeleteFunc(slices.Clone(o.known), o.has)
		if near := nearest(name, absent); near != "" {
			o.r.fault(o.keys[name], "unknown key %s: did you mean %q?", quote(name), near)
			o.missing = slices.DeleteFunc(o.missing, func(k string) bool { return k == near })
			o.unsound[near] = true
		} else if isNull(o.values[name]) && isDigits(name) {
			// {points: 45,50} is points: 45 and an empty key 50.
			o.r.fault(o.keys[name], "unknown key %s: decimals are written with a dot, as in 45.5", quote(name))
			o.unsound[written[max(0, i-1)]] = true
		} else {
			slices.Sort(o.known)
			o.known = slices.Compact(o.known)
			o.r.fault(o.keys[name], "%s: unknown key %s: known are %s", o.what, quote(name), strings.Join(o.known, ", "))
		}
	}
	for _, key := range o.missing {
		if n := o.keys[key]; n != nil {
			o.r.fault(n, "%s: the key %q has no value: write it after the colon", o.what, key)
		} else {
			o.r.fault(o.node, "%s: the key %q is missing: add it", o.what, key)
		}
	}
}

// written are the keys in the order of the file.
func (o *object) written() []string {
	var names []string
	for i := 0; i+1 < len(o.node.Content); i += 2 {
		name := norm.NFC.String(o.node.Content[i].Value)
		if o.keys[name] == o.node.Content[i] {
			names = append(names, name)
		}
	}
	return names
}

// child opens the mapping under a key; nil when there is none.
func (o *object) child(key string) *object {
	n := o.value(key)
	if n == nil {
		return nil
	}
	c := o.r.object(n, key)
	o.unsound[key] = c == nil
	return c
}

// children opens the mappings in the list under a key. A list that is not whole
// makes the key unsound.
func (o *object) children(key, what string) []*object {
	var list []*object
	for _, n := range o.list(key) {
		if c := o.r.object(n, what); c != nil {
			list = append(list, c)
		} else {
			o.unsound[key] = true
		}
	}
	return list
}

// filled refuses an empty list.
func (o *object) filled(key string) {
	if n := o.values[key]; n != nil && n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		o.fault(key, "the list is empty: name at least one")
	}
}

func (o *object) list(key string) []*yaml.Node {
	n := o.value(key)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		o.fault(key, `a list is expected, as in [a, b] or one "- " a line, not %s`, kindOf(n))
		return nil
	}
	return n.Content
}

// required reads one value that must be there.
func required[T any](o *object, key string, parse func(string) (T, error)) T {
	o.need(key)
	var zero T
	return optional(o, key, parse, zero)
}

// optional reads one value, or takes the default.
func optional[T any](o *object, key string, parse func(string) (T, error), otherwise T) T {
	n := o.value(key)
	if n == nil {
		return otherwise
	}
	v, ok := scalar(o, key, n, parse)
	if !ok {
		return otherwise
	}
	return v
}

// several reads a list of values.
func several[T any](o *object, key string, parse func(string) (T, error)) []T {
	var list []T
	for _, n := range o.list(key) {
		if v, ok := scalar(o, key, n, parse); ok {
			list = append(list, v)
		}
	}
	return list
}

// pair reads a list of exactly two values.
func pair[T any](o *object, key string, parse func(string) (T, error)) (first, second T, ok bool) {
	list := several(o, key, parse)
	if !o.has(key) || !o.sound(key) {
		return first, second, false
	}
	if len(list) != 2 {
		o.fault(key, "two values are expected, as in [from, to], not %d", len(list))
		return first, second, false
	}
	return list[0], list[1], true
}

// scalar reads one value from the text as it is written: 45.50 stays 45.50.
func scalar[T any](o *object, key string, n *yaml.Node, parse func(string) (T, error)) (v T, ok bool) {
	var err error
	switch {
	case o.r.skip[n], len(o.r.faults) >= maxFaults:
		o.unsound[key] = true
		return v, false
	case n.Kind != yaml.ScalarNode:
		err = fmt.Errorf("one value is expected here, not %s", kindOf(n))
	case isNull(n):
		err = fmt.Errorf("an entry of the list has no value: write it or remove the entry")
	default:
		v, err = parse(strings.TrimSpace(norm.NFC.String(n.Value)))
	}
	if err != nil {
		o.r.fault(n, "%s: %v", key, err)
		o.unsound[key] = true
		return v, false
	}
	return v, true
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func kindOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys with values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "nothing"
	}
	return quote(n.Value)
}
