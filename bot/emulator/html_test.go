package emulator

import (
	"fmt"
	"testing"
)

func TestHTML(t *testing.T) {
	for _, test := range []struct{ in, text, entities string }{
		{"a &lt;b&gt; &amp;&quot; &nbsp; &#225; &#x1F600;", `a <b> &" &nbsp; á 😀`, ""},
		{"<b>a<i>b</i></b>c", "abc", "bold 0+2 italic 1+1 "},
		{"😀<b>ế</b>", "😀ế", "bold 2+1 "},
		{`<a href="https://a.vn/?x=1&amp;y=2">đây</a>`, "đây", "text_link 0+3 https://a.vn/?x=1&y=2 "},
		{"<a href='https://a.vn'>x</a>", "x", "text_link 0+1 https://a.vn "},
		{"<a>https://a.vn</a>", "https://a.vn", "text_link 0+12 https://a.vn "},
		{"<span class=tg-spoiler>x</span>", "x", "spoiler 0+1 "},
		{`<span class="tg-spoiler">x</span>`, "x", "spoiler 0+1 "},
		{"<pre><code class=\"language-go\">x</code></pre>", "x", "pre 0+1 "},
		{"<blockquote expandable>x</blockquote>", "x", "expandable_blockquote 0+1 "},
		{"<B>x</b>", "x", "bold 0+1 "},
		{"<b>x</>", "x", "bold 0+1 "},
		{"<b></b>x", "x", ""},
		{" <b> x </b> ", "x", "bold 0+1 "},
	} {
		f, err := parseHTML(test.in)
		f = f.trim()
		got := ""
		for _, e := range f.entities {
			got += fmt.Sprintf("%s %d+%d ", e.Type, e.Offset, e.Length)
			if e.URL != "" {
				got += e.URL + " "
			}
		}
		if err != nil || f.text != test.text || got != test.entities {
			t.Errorf("%s = %q %q %v, want %q %q", test.in, f.text, got, err, test.text, test.entities)
		}
	}
	for in, want := range map[string]string{
		"<b>x":                   `Can't find end tag corresponding to start tag "b"`,
		"x</b>":                  "Unexpected end tag at byte offset 1",
		"<b><i>x</b></i>":        `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
		"a < b":                  `Unsupported start tag "" at byte offset 2`,
		"ế<3 >":                  `Unsupported start tag "3" at byte offset 3`,
		"<br>":                   `Unsupported start tag "br" at byte offset 0`,
		"<b":                     "Unclosed start tag at byte offset 0",
		"<":                      "Unclosed start tag at byte offset 0",
		"<a href=\"x>y</a>":      "Unclosed start tag at byte offset 0",
		"<a href":                "Unclosed start tag at byte offset 0",
		"<a =x>y</a>":            `Empty attribute name in the tag "a" at byte offset 0`,
		"<a href=x:y>z</a>":      "Unexpected end of name token at byte offset 8",
		"<b>x</b":                "Unclosed end tag at byte offset 4",
		"<span>x</span>":         `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		"<tg-emoji>x</tg-emoji>": `Invalid custom emoji identifier specified in tag "tg-emoji" at byte offset 0`,
	} {
		if _, err := parseHTML(in); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", in, err, want)
		}
	}
}

func TestCommandEntities(t *testing.T) {
	for in, want := range map[string]string{
		"/start abc":          "0+6 ",
		"😀 /xephang@Bot_a đi": "3+14 ",
		"/a/b":                "",
		"1/2 http://a":        "",
		"xem /giúp":           "",
		"/a, /b.":             "0+2 4+2 ",
		"/":                   "",
		"/báocáo /x":          "8+2 ",
	} {
		got := ""
		for _, e := range commandEntities(in) {
			got += fmt.Sprintf("%d+%d ", e.Offset, e.Length)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
