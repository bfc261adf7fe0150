package telegram

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"thidua/workflow/outbox"
)

const (
	maxUpload  = 50 << 20        // bytes of a document
	maxPhoto   = 10 << 20        // of a picture
	uploadTime = 5 * time.Minute // of one, on a slow line
)

// A Courier delivers the outbox to Telegram. What Telegram says was already so,
// because an earlier answer got lost, counts as done.
type Courier struct {
	API *API

	// Render makes the bytes of a document. Its failure is for good: same values,
	// same bytes.
	Render func(ctx context.Context, d outbox.Document) ([]byte, error)
}

// Deliver implements outbox.Courier.
func (c *Courier) Deliver(ctx context.Context, m outbox.Message) (message int, err error) {
	most := callTime
	if m.Document != nil {
		most = uploadTime
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	chat, err := strconv.ParseInt(m.Chat, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %q is no chat", outbox.ErrRefused, m.Chat)
	}
	switch m.Action {
	case outbox.Send:
		switch {
		case m.Document != nil:
			return c.document(ctx, chat, m)
		case m.Board != "" && m.Ref != 0:
			return c.board(ctx, chat, m)
		}
		return c.send(ctx, chat, m)
	case outbox.Edit:
		return 0, unless(c.edit(ctx, chat, m), "message is not modified")
	case outbox.Pin:
		return 0, c.pin(ctx, chat, m)
	case outbox.Answer:
		return 0, c.answer(ctx, m)
	case outbox.Delete:
		return 0, c.delete(ctx, chat, m)
	case outbox.Menu:
		return 0, outcome(c.menu(ctx, chat, m))
	}
	return 0, fmt.Errorf("%w: there is no action %q", outbox.ErrRefused, m.Action)
}

func (c *Courier) send(ctx context.Context, chat int64, m outbox.Message) (int, error) {
	return made(c.API.bot.SendMessage(ctx, &bot.SendMessageParams{
		ChatID: chat, Text: m.Text, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: noPreview(), ReplyMarkup: keyboard(m.Buttons),
	}))
}

// made is the id of the message that a call made, as far as its answer was
// understood, and the outcome.
func made(m *models.Message, err error) (int, error) {
	if err != nil || m == nil {
		return 0, outcome(err)
	}
	return m.ID, nil
}

// board edits the message that shows a board; if it is gone, the board is sent
// anew.
func (c *Courier) board(ctx context.Context, chat int64, m outbox.Message) (int, error) {
	err := c.edit(ctx, chat, m)
	if err != nil && says(err, "message to edit not found", "message can't be edited", "message_id_invalid") {
		return c.send(ctx, chat, m)
	}
	return 0, unless(err, "message is not modified")
}

func (c *Courier) document(ctx context.Context, chat int64, m outbox.Message) (int, error) {
	data, err := c.Render(ctx, *m.Document)
	switch {
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case err != nil:
		return 0, fmt.Errorf("%w: document %q cannot be made: %w", outbox.ErrRefused, m.Document.Name, err)
	case len(data) > maxUpload:
		return 0, fmt.Errorf("%w: document %q has %d bytes", outbox.ErrRefused, m.Document.Name, len(data))
	}
	var mode models.ParseMode
	if m.Text != "" {
		mode = models.ParseModeHTML
	}
	upload := func() *models.InputFileUpload {
		return &models.InputFileUpload{Filename: m.Document.Name, Data: bytes.NewReader(data)}
	}
	if m.Document.Photo && len(data) <= maxPhoto {
		sent, err := c.API.bot.SendPhoto(ctx, &bot.SendPhotoParams{
			ChatID: chat, Photo: upload(), Caption: m.Text, ParseMode: mode, ReplyMarkup: keyboard(m.Buttons),
		})
		if err == nil || !says(err, "photo_invalid_dimensions", "image_process_failed", "photo_ext_invalid") {
			return made(sent, err)
		}
	}
	return made(c.API.bot.SendDocument(ctx, &bot.SendDocumentParams{
		ChatID: chat, Document: upload(), Caption: m.Text, ParseMode: mode, ReplyMarkup: keyboard(m.Buttons),
	}))
}

// edit replaces a message. One that the person deleted cannot be, and is refused
// unless it is a board: what it was to say would be lost unnoticed.
func (c *Courier) edit(ctx context.Context, chat int64, m outbox.Message) error {
	_, err := c.API.bot.EditMessageText(ctx, &bot.EditMessageTextParams{
		ChatID: chat, MessageID: m.Ref, Text: m.Text, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: noPreview(), ReplyMarkup: keyboard(m.Buttons),
	})
	return err
}

// pin pins without a sound: a board comes to nobody's notice.
func (c *Courier) pin(ctx context.Context, chat int64, m outbox.Message) error {
	_, err := c.API.bot.PinChatMessage(ctx, &bot.PinChatMessageParams{ChatID: chat, MessageID: m.Ref, DisableNotification: true})
	return outcome(err)
}

// answer stops the button's turning. Too late, it has stopped by itself.
func (c *Courier) answer(ctx context.Context, m outbox.Message) error {
	_, err := c.API.bot.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: m.Callback, Text: m.Text})
	return unless(err, "query is too old", "query id is invalid", "query_id_invalid")
}

func (c *Courier) delete(ctx context.Context, chat int64, m outbox.Message) error {
	_, err := c.API.bot.DeleteMessage(ctx, &bot.DeleteMessageParams{ChatID: chat, MessageID: m.Ref})
	return unless(err, "message to delete not found", "message_id_invalid")
}

func (c *Courier) menu(ctx context.Context, chat int64, m outbox.Message) error {
	scope := &models.BotCommandScopeChat{ChatID: chat}
	if len(m.Commands) == 0 {
		_, err := c.API.bot.DeleteMyCommands(ctx, &bot.DeleteMyCommandsParams{Scope: scope})
		return err
	}
	var list []models.BotCommand
	for _, command := range m.Commands {
		list = append(list, models.BotCommand{Command: command.Name, Description: command.Description})
	}
	_, err := c.API.bot.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: list, Scope: scope})
	return err
}

// unless is the outcome, unless Telegram says that it is already so.
func unless(err error, already ...string) error {
	if err != nil && says(err, already...) {
		return nil
	}
	return outcome(err)
}

func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: bot.True()}
}

// keyboard is nil for no buttons: anything else without any would be sent as null.
func keyboard(rows [][]outbox.Button) models.ReplyMarkup {
	if len(rows) == 0 {
		return nil
	}
	var k models.InlineKeyboardMarkup
	for _, row := range rows {
		var line []models.InlineKeyboardButton
		for _, b := range row {
			line = append(line, models.InlineKeyboardButton{Text: b.Label, CallbackData: b.Data})
		}
		k.InlineKeyboard = append(k.InlineKeyboard, line)
	}
	return k
}
