package emulator

func getChat(s *Server, c *call) (any, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	out := map[string]any{
		"id": r.chat.ID, "type": r.chat.Type, "accent_color_id": 0, "max_reaction_count": 11,
		"accepted_gift_types": map[string]any{
			"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
			"premium_subscription": false, "gifts_from_channels": false,
		},
	}
	for name, value := range map[string]string{"title": r.chat.Title, "first_name": r.chat.FirstName, "last_name": r.chat.LastName} {
		if value != "" {
			out[name] = value
		}
	}
	for _, m := range r.messages {
		if m.pinned {
			out["pinned_message"] = quoted(m)
		}
	}
	return out, nil
}

func getChatMember(s *Server, c *call) (any, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	id := c.int("user_id")
	if id == s.bot.ID {
		status := r.status
		if r.chat.Type == private {
			status = "member"
		}
		return membership(s.bot, status), nil
	}
	p := s.people[id]
	switch {
	case p == nil:
		return nil, badRequest("user not found")
	case r == p.room:
		return membership(p.user, "member"), nil
	case r.chat.Type == private:
		return nil, badRequest("user not found")
	case r.members[id] == "":
		return membership(p.user, "left"), nil
	}
	return membership(p.user, r.members[id]), nil
}

// mayPin: everybody in a private chat or a basic group, in a supergroup an
// administrator.
func (r *room) mayPin() error {
	if r.chat.Type == supergroup && r.status != "administrator" {
		return badRequest("not enough rights to manage pinned messages in the chat")
	}
	return nil
}

func pinChatMessage(s *Server, c *call) (any, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	if err := r.mayPin(); err != nil {
		return nil, err
	}
	m := r.find(c.int("message_id"))
	switch {
	case m == nil:
		return nil, badRequest("message to pin not found")
	case m.service() != "":
		return nil, badRequest("message can't be pinned")
	case !m.pinned:
		m.pinned = true
		s.serviceMessage(r, &s.bot, &message{PinnedMessage: quoted(m)})
	}
	return true, nil
}

func unpinChatMessage(s *Server, c *call) (any, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	if err := r.mayPin(); err != nil {
		return nil, err
	}
	for i := len(r.messages) - 1; i >= 0; i-- {
		m := r.messages[i]
		if m.pinned && (!c.has("message_id") || int64(m.MessageID) == c.int("message_id")) {
			m.pinned = false
			return true, nil
		}
	}
	return nil, badRequest("message to unpin not found")
}

func leaveChat(s *Server, c *call) (any, error) {
	r, err := s.reach(c)
	if err != nil {
		return nil, err
	}
	if r.chat.Type == private {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	s.botStatus(r, s.bot, r.status, "left")
	s.serviceMessage(r, &s.bot, &message{LeftChatMember: &s.bot})
	return true, nil
}
