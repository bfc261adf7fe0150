package emulator

import "slices"

// botCommand is one line of the menu.
type botCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Command is a command in the menu of a person.
type Command struct{ Name, Description string }

// commandKey says for whom a list of commands is: a scope, and a language or
// all others.
type commandKey struct {
	scope      string
	chat, user int64
	language   string
}

func (s *Server) commandKey(c *call) (commandKey, error) {
	var scope struct {
		Type string `json:"type"`
		Chat any    `json:"chat_id"`
		User int64  `json:"user_id"`
	}
	scope.Type = "default"
	if c.has("scope") {
		c.json("scope", &scope)
	}
	key := commandKey{scope: scope.Type, user: scope.User, language: c.str("language_code")}
	if scope.Chat != nil {
		id, _ := scope.Chat.(float64) // chat ids have at most 52 bits
		key.chat = int64(id)
		if r := s.rooms[key.chat]; r == nil || r.chat.Type == private && !r.started {
			return key, errNoChat
		}
	}
	return key, nil
}

func setMyCommands(s *Server, c *call) (any, error) {
	key, err := s.commandKey(c)
	if err != nil {
		return nil, err
	}
	var list []botCommand
	c.json("commands", &list)
	s.commands[key] = list
	if len(list) == 0 {
		delete(s.commands, key)
	}
	return true, nil
}

func getMyCommands(s *Server, c *call) (any, error) {
	key, err := s.commandKey(c)
	if err != nil {
		return nil, err
	}
	return append([]botCommand{}, s.commands[key]...), nil
}

func deleteMyCommands(s *Server, c *call) (any, error) {
	key, err := s.commandKey(c)
	if err != nil {
		return nil, err
	}
	delete(s.commands, key)
	return true, nil
}

// Menu is the list of commands the person sees in the private chat: of the
// scopes that apply, the narrowest that has one, and in it the person's
// language before the rest.
func (p *Person) Menu() []Command {
	id := p.user.ID
	return p.menu(commandKey{scope: "chat", chat: id}, commandKey{scope: "all_private_chats"}, commandKey{scope: "default"})
}

// MenuIn is the list of commands the person sees in a group.
func (p *Person) MenuIn(g *Group) []Command {
	p.s.mu.Lock()
	r, id := g.current(), p.user.ID
	status := r.members[id]
	p.s.mu.Unlock()
	in := func(scope string, user int64) commandKey {
		return commandKey{scope: scope, chat: r.chat.ID, user: user}
	}
	keys := []commandKey{
		in("chat_member", id), in("chat_administrators", 0), in("chat", 0),
		{scope: "all_chat_administrators"}, {scope: "all_group_chats"}, {scope: "default"},
	}
	if status == "member" {
		keys = slices.DeleteFunc(keys, func(k commandKey) bool {
			return k.scope == "chat_administrators" || k.scope == "all_chat_administrators"
		})
	}
	return p.menu(keys...)
}

func (p *Person) menu(keys ...commandKey) []Command {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, key := range keys {
		for _, key.language = range []string{p.user.LanguageCode, ""} {
			if list := p.s.commands[key]; list != nil {
				var out []Command
				for _, c := range list {
					out = append(out, Command{c.Command, c.Description})
				}
				return out
			}
		}
	}
	return nil
}
