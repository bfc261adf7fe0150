package emulator

// Group is a group or supergroup. An id of -100… makes it a supergroup.
type Group struct {
	s    *Server
	room *room
}

// Group returns the group with this id, new or known. A new one is empty.
func (s *Server) Group(id int64, title string) *Group {
	g := &Group{s: s}
	s.locked(func() {
		if g.room = s.rooms[id]; g.room == nil {
			g.room = s.newGroup(id, title)
		}
	})
	return g
}

func (s *Server) newGroup(id int64, title string) *room {
	kind := basicGroup
	if id <= -1_000_000_000_000 {
		kind = supergroup
	}
	r := &room{chat: chat{ID: id, Type: kind, Title: title}, status: "left", members: map[int64]string{}}
	s.rooms[id] = r
	return r
}

// current is the room the group lives in now.
func (g *Group) current() *room {
	r := g.room
	for r.migratedTo != 0 {
		r = g.s.rooms[r.migratedTo]
	}
	return r
}

// ID is the id the group has now.
func (g *Group) ID() int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.current().chat.ID
}

// Chat is what the members see.
func (g *Group) Chat() []Message {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.s.views(g.current())
}

// Last is the newest message, or the zero Message.
func (g *Group) Last() Message { return last(g.Chat()) }

func present(status string) bool {
	return status == "member" || status == "administrator" || status == "creator"
}

// Add lets a person join. The first one is the owner.
func (g *Group) Add(p *Person) {
	g.s.locked(func() { g.join(p) })
}

func (g *Group) join(p *Person) {
	r := g.current()
	old := r.members[p.user.ID]
	if present(old) {
		return
	}
	status := "member"
	if len(r.members) == 0 {
		status = "creator"
	}
	g.personStatus(p, old, status)
	g.s.serviceMessage(r, &p.user, &message{NewChatMembers: []user{p.user}})
}

// Remove takes a person out.
func (g *Group) Remove(p *Person) {
	g.s.locked(func() {
		r := g.current()
		if old := r.members[p.user.ID]; present(old) {
			g.personStatus(p, old, "left")
			g.s.serviceMessage(r, &p.user, &message{LeftChatMember: &p.user})
		}
	})
}

// personStatus changes what a person is here. Only an administrator is told.
func (g *Group) personStatus(p *Person, from, to string) {
	r := g.current()
	r.members[p.user.ID] = to
	if from == "" {
		from = "left"
	}
	if r.status == "administrator" {
		g.s.emit("chat_member", memberUpdated{
			Chat: r.chat, From: p.user, Date: g.s.now().Unix(),
			Old: membership(p.user, from), New: membership(p.user, to),
		})
	}
}

// AddBot brings the bot in. Whoever does it is a member first.
func (g *Group) AddBot(by *Person) {
	g.s.locked(func() {
		g.join(by)
		r := g.current()
		if !r.hasBot() {
			g.s.botStatus(r, by.user, r.status, "member")
			g.s.serviceMessage(r, &by.user, &message{NewChatMembers: []user{g.s.bot}})
		}
	})
}

// PromoteBot makes the bot an administrator: it reads everything, may pin, and
// may delete what others wrote.
func (g *Group) PromoteBot(by *Person) {
	g.s.locked(func() {
		if r := g.current(); r.status == "member" {
			g.s.botStatus(r, by.user, "member", "administrator")
		}
	})
}

// Delete removes a message, as an administrator of the group may. The bot is not
// told.
func (g *Group) Delete(messageID int) {
	g.s.locked(func() {
		r := g.current()
		if m := r.find(int64(messageID)); m != nil {
			g.s.remove(r, m)
		}
	})
}

// RemoveBot throws the bot out.
func (g *Group) RemoveBot(by *Person) {
	g.s.locked(func() {
		r := g.current()
		if r.hasBot() {
			g.s.botStatus(r, by.user, r.status, "kicked")
			g.s.serviceMessage(r, &by.user, &message{LeftChatMember: &g.s.bot})
		}
	})
}

// Migrate makes the group a supergroup with another id. The old id goes on to
// answer where the group went.
func (g *Group) Migrate(newID int64) {
	g.s.locked(func() {
		old := g.current()
		r := g.s.newGroup(newID, old.chat.Title)
		r.chat.Type = supergroup
		r.members, r.status = old.members, old.status
		from := &g.s.bot
		for id, status := range old.members {
			if status == "creator" {
				from = &g.s.people[id].user
			}
		}
		g.s.serviceMessage(old, from, &message{MigrateTo: newID})
		old.migratedTo = newID
		g.s.serviceMessage(r, from, &message{MigrateFrom: old.chat.ID})
	})
}
