package text

import "fmt"

// A Problem is a mistake we can explain to the person who made it. Any other
// error is ours: it is logged, tried again, and never shown.
type Problem struct{ Notice }

// Wrong is a Problem; pairs are name, value, name, value …
func Wrong(key string, pairs ...string) *Problem { return &Problem{Say(key, pairs...)} }

func (p *Problem) Error() string { return fmt.Sprint(p.Key, " ", p.Args) }
