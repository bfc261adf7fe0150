package text

// Args fill a sentence. Values are in machine form (65913.5, 2018-07-20);
// the sentence decides how its language writes them.
type Args map[string]string

// A Notice is something to say. Key names the sentence in the catalogs, so
// whoever decides what is said speaks no language.
type Notice struct {
	Key  string `json:"key"`
	Args Args   `json:"args,omitempty"`
}

// Say is a Notice; pairs are name, value, name, value …
func Say(key string, pairs ...string) Notice {
	n := Notice{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if n.Args == nil {
			n.Args = Args{}
		}
		n.Args[pairs[i]] = pairs[i+1]
	}
	return n
}
