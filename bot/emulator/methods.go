package emulator

import (
	"encoding/json"
	"fmt"
)

// emulatedMethods are the methods this server plays. Each is called alone, with
// a request that is well formed.
var emulatedMethods = map[string]func(*Server, *call) (any, error){
	"getMe":                  getMe,
	"setWebhook":             setWebhook,
	"deleteWebhook":          deleteWebhook,
	"getWebhookInfo":         getWebhookInfo,
	"sendMessage":            sendMessage,
	"sendDocument":           sendDocument,
	"sendPhoto":              sendPhoto,
	"sendChatAction":         sendChatAction,
	"editMessageText":        editMessageText,
	"editMessageCaption":     editMessageCaption,
	"editMessageReplyMarkup": editMessageReplyMarkup,
	"deleteMessage":          deleteMessage,
	"deleteMessages":         deleteMessages,
	"answerCallbackQuery":    answerCallbackQuery,
	"setMyCommands":          setMyCommands,
	"getMyCommands":          getMyCommands,
	"deleteMyCommands":       deleteMyCommands,
	"getFile":                getFile,
	"getChat":                getChat,
	"getChatMember":          getChatMember,
	"pinChatMessage":         pinChatMessage,
	"unpinChatMessage":       unpinChatMessage,
	"leaveChat":              leaveChat,
}

func getMe(s *Server, _ *call) (any, error) {
	return map[string]any{
		"id": s.bot.ID, "is_bot": true, "first_name": s.bot.FirstName, "username": s.bot.Username,
		"can_join_groups": true, "can_read_all_group_messages": s.opt.ReadsAll, "supports_inline_queries": false,
	}, nil
}

// webhook is what setWebhook left. Deliveries are not made.
type webhook struct {
	URL      string   `json:"url"`
	Custom   bool     `json:"has_custom_certificate"`
	Pending  int      `json:"pending_update_count"`
	IP       string   `json:"ip_address,omitempty"`
	MaxConns int64    `json:"max_connections,omitempty"`
	Allowed  []string `json:"allowed_updates,omitempty"`
}

func setWebhook(s *Server, c *call) (any, error) {
	s.webhook = webhook{URL: c.str("url"), Custom: c.file("certificate") != nil, IP: c.str("ip_address"), MaxConns: c.int("max_connections")}
	if c.has("allowed_updates") {
		s.updates.allowed = nil
		c.json("allowed_updates", &s.updates.allowed)
	}
	s.dropPending(c)
	return true, nil
}

func deleteWebhook(s *Server, c *call) (any, error) {
	s.webhook = webhook{}
	s.dropPending(c)
	return true, nil
}

func (s *Server) dropPending(c *call) {
	if c.bool("drop_pending_updates") {
		s.updates.waiting, s.updates.repeats = nil, nil
	}
}

func getWebhookInfo(s *Server, _ *call) (any, error) {
	s.expire()
	w := s.webhook
	w.Pending, w.Allowed = len(s.updates.waiting), s.updates.allowed
	return w, nil
}

// Push queues an update as it is, for example one that no library can decode.
// It must be a JSON object; its update_id is set to the next one, which is
// returned.
func (s *Server) Push(raw json.RawMessage) (int64, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil || object == nil {
		return 0, fmt.Errorf("an update must be a JSON object: %.80s", raw)
	}
	var id int64
	s.locked(func() {
		id = s.nextUpdateID()
		object["update_id"] = json.RawMessage(fmt.Sprint(id))
		data, _ := json.Marshal(object)
		s.enqueue(update{id, data, s.now().Add(updateLife)})
	})
	return id, nil
}
