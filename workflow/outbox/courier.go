package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Courier delivers one message. Its errors say what to do next: nil is done;
// *RetryError, *MovedError, ErrUnreachable, ErrMarkup, ErrRefused and ErrStop
// are told apart, wrapped or not; any other error is passing and is tried again.
// What an error says is kept and logged, so it names no secret.
//
// Of a message that was made in the chat, the courier returns the id; 0 when none
// was, or its id is not known. A board with a Ref is an edit of that message; if
// the message is gone, the board is sent anew.
type Courier interface {
	Deliver(ctx context.Context, m Message) (message int, err error)
}

var (
	// ErrUnreachable: the chat will take nothing until its person writes again.
	ErrUnreachable = errors.New("the chat cannot be reached")
	// ErrMarkup: the text is not the HTML that it should be.
	ErrMarkup = errors.New("the markup is not understood")
	// ErrRefused: this message will never be taken.
	ErrRefused = errors.New("the message was refused")
	// ErrStop: no message will be taken until somebody changes the configuration.
	ErrStop = errors.New("deliveries cannot go on")
)

// A RetryError asks to wait before the chat is sent anything more.
type RetryError struct{ After time.Duration }

func (e *RetryError) Error() string { return fmt.Sprintf("asked to wait %v", e.After) }

// A MovedError says that a group goes on under another id.
type MovedError struct{ To string }

func (e *MovedError) Error() string { return "the group moved to " + e.To }
