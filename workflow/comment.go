package workflow

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// States of a comment. It is open until the unit is content, or lets it go.
const (
	CommentOpen     = "open"     // nobody has answered it, or the unit insists
	CommentAccepted = "accepted" // the head takes it up
	CommentDeclined = "declined" // the head does not, with a reason; the unit has not said that it lets it go
	CommentClosed   = "closed"   // the unit lets it go
)

// A Comment (ý kiến góp ý) is what a unit, or a witness, says to a draft.
type Comment struct {
	Cluster string    `json:"cluster"`
	Year    int       `json:"year"`
	ID      int       `json:"id"`    // from 1 in the year
	Draft   int       `json:"draft"` // which one it is on
	Unit    string    `json:"unit"`  // member id, or "witness-1"
	Person  string    `json:"person"`
	Name    string    `json:"name"`
	On      string    `json:"on"` // "clause/…", "target/criterion", "" the whole
	Text    string    `json:"text"`
	At      time.Time `json:"at"`
	State   string    `json:"state"`

	Answer     string    `json:"answer,omitempty"` // of the head, to a declined one
	AnsweredBy string    `json:"answered_by,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
}

// Open says whether the comment keeps the covenant from being opened. A declined
// one does until its unit closes it, for the unit may insist.
func (k Comment) Open() bool { return k.State == CommentOpen || k.State == CommentDeclined }

var comments = storage.Table[Comment]{Name: "comments", Key: func(k Comment) string { return join(yearKey(k.Cluster, k.Year), draftKey(k.ID)) }}

// longestComment leaves room for what stands around it in a message.
const longestComment = 1500

// Comments are all comments of a year, oldest first.
func Comments(r storage.Reader, c *rules.Cluster) ([]Comment, error) {
	return comments.List(r, yearKey(c.ID, c.Year)+"/")
}

// AddComment records what a unit says to the draft that is out. A yes of the same
// unit is taken back with it.
func AddComment(tx storage.Tx, act Act, c *rules.Cluster, unit string, p Person, on, said string) (Comment, error) {
	last, err := underDiscussion(tx, c)
	if err != nil {
		return Comment{}, err
	}
	said = strings.TrimSpace(text.Clean(said))
	if n := utf8.RuneCountInString(said); n == 0 || n > longestComment {
		return Comment{}, text.Wrong("gopy.bad_text", "most", itoa(longestComment))
	}
	if !last.holds(on) {
		return Comment{}, text.Wrong("gopy.no_such")
	}
	list, err := Comments(tx, c)
	if err != nil {
		return Comment{}, err
	}
	k := Comment{Cluster: c.ID, Year: c.Year, ID: len(list) + 1, Draft: last.N, Unit: unit, Person: p.ID, Name: p.Name, On: on, Text: said, At: act.At.UTC(), State: CommentOpen}
	if err := comments.Put(tx, k); err != nil {
		return k, err
	}
	if last.Agreed(unit) != nil {
		last.Answers = slices.DeleteFunc(last.Answers, func(a Agreement) bool { return a.Unit == unit })
		if err := circulations.Put(tx, *last); err != nil {
			return k, err
		}
	}
	return k, Log(tx, act, c.ID, Change{What: "covenant.comment", Year: c.Year, Member: unit, Criterion: on, To: said})
}

// holds says whether a draft has what a comment is on.
func (d Circulation) holds(on string) bool {
	if on == "" {
		return true
	}
	for _, k := range d.Values.Clauses {
		if on == "clause/"+k.ID {
			return true
		}
	}
	for _, content := range d.Values.Annex {
		for _, row := range content.Rows {
			if on == "target/"+row.ID {
				return true
			}
		}
	}
	return false
}

// AnswerComment takes a comment up, or declines it with a reason. Either can be
// changed as long as the unit has not closed it.
func AnswerComment(tx storage.Tx, act Act, c *rules.Cluster, id int, accept bool, reason string) (Comment, error) {
	return changeComment(tx, act, c, id, Change{What: "covenant.comment_answer"}, func(k *Comment) error {
		if k.State == CommentClosed {
			return text.Wrong("gopy.closed_already")
		}
		reason = strings.TrimSpace(text.Clean(reason))
		if n := utf8.RuneCountInString(reason); !accept && (n == 0 || n > longestComment) {
			return text.Wrong("gopy.bad_text", "most", itoa(longestComment))
		}
		k.State, k.Answer = CommentAccepted, reason
		if !accept {
			k.State = CommentDeclined
		}
		k.AnsweredBy, k.AnsweredAt = act.By, act.At.UTC()
		return nil
	})
}

// CloseComment lets a comment go, or insists on it: then it is open again.
func CloseComment(tx storage.Tx, act Act, c *rules.Cluster, unit string, id int, insist bool) (Comment, error) {
	return changeComment(tx, act, c, id, Change{What: "covenant.comment_close"}, func(k *Comment) error {
		switch {
		case k.Unit != unit:
			return text.Wrong("gopy.not_yours")
		case insist && k.State != CommentAccepted && k.State != CommentDeclined:
			return text.Wrong("gopy.not_answered")
		case k.State == CommentClosed:
			return text.Wrong("gopy.closed_already")
		}
		k.State = CommentClosed
		if insist {
			k.State = CommentOpen
		}
		return nil
	})
}

func changeComment(tx storage.Tx, act Act, c *rules.Cluster, id int, line Change, change func(*Comment) error) (Comment, error) {
	if _, err := underDiscussion(tx, c); err != nil {
		return Comment{}, err
	}
	k, ok, err := comments.Find(tx, comments.Key(Comment{Cluster: c.ID, Year: c.Year, ID: id}))
	if err != nil {
		return k, err
	}
	if !ok {
		return k, text.Wrong("gopy.no_such")
	}
	from := k.State
	if err := change(&k); err != nil {
		return k, err
	}
	if err := comments.Put(tx, k); err != nil {
		return k, err
	}
	line.Year, line.Member, line.Criterion = c.Year, k.Unit, itoa(id)
	line.From, line.To, line.Reason = from, k.State, k.Answer
	return k, Log(tx, act, c.ID, line)
}
