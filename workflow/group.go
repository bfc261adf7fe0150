package workflow

import (
	"slices"

	"thidua/storage"
)

// A Group is a chat of several people that is bound to a cluster: what the
// cluster may see is shown there.
type Group struct {
	Chat    string `json:"chat"`
	Cluster string `json:"cluster"`
	Title   string `json:"title"`
}

var groups = storage.Table[Group]{Name: "groups", Key: func(g Group) string { return g.Chat }}

// FindGroup returns what a group is bound to; its Cluster is empty when nothing.
func FindGroup(r storage.Reader, chat string) (Group, error) {
	g, _, err := groups.Find(r, chat)
	g.Chat = chat
	return g, err
}

// BindGroup binds a group to a cluster.
func BindGroup(tx storage.Tx, act Act, g Group) error {
	if err := groups.Put(tx, g); err != nil {
		return err
	}
	return Log(tx, act, g.Cluster, Change{What: "group.bind", To: g.Chat})
}

// MoveGroup follows a group to its new id.
func MoveGroup(tx storage.Tx, act Act, from, to string) error {
	g, ok, err := groups.Find(tx, from)
	if err != nil || !ok {
		return err
	}
	if err := groups.Delete(tx, g); err != nil {
		return err
	}
	g.Chat = to
	if err := groups.Put(tx, g); err != nil {
		return err
	}
	return Log(tx, act, g.Cluster, Change{What: "group.move", From: from, To: to})
}

// UnbindGroup forgets a group that the bot was removed from.
func UnbindGroup(tx storage.Tx, act Act, chat string) error {
	g, ok, err := groups.Find(tx, chat)
	if err != nil || !ok {
		return err
	}
	if err := groups.Delete(tx, g); err != nil {
		return err
	}
	return Log(tx, act, g.Cluster, Change{What: "group.unbind", From: chat})
}

// Groups are the groups that are bound to a cluster.
func Groups(r storage.Reader, cluster string) ([]Group, error) {
	list, err := groups.List(r, "")
	return slices.DeleteFunc(list, func(g Group) bool { return g.Cluster != cluster }), err
}
