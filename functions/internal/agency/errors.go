package agency

import (
	"fmt"
	"strings"
)

// Kind is what went wrong, as far as the person who asked must know.
type Kind uint8

// The kinds there are. Everything else is a fault of ours.
const (
	KindNotFound  Kind = iota + 1 // there is no such thing, or it is not yours
	KindSignIn                    // who are you?
	KindForbidden                 // known, and not allowed
	KindConflict                  // it is not what it was when you looked
	KindGone                      // used, expired or over
	KindTooMany                   // slow down
)

// Error is an error with words for the person who asked. Err, if any, is for
// the log.
type Error struct {
	Kind Kind
	Say  string // a whole sentence, says what to do
	Err  error
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Say
	}
	return e.Say + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// NotFound says that there is no such thing.
func NotFound(say string) error { return &Error{Kind: KindNotFound, Say: say} }

// Forbidden says that the actor may not.
func Forbidden(say string) error { return &Error{Kind: KindForbidden, Say: say} }

// Conflict says that the thing changed meanwhile.
func Conflict(say string, cause error) error {
	return &Error{Kind: KindConflict, Say: say, Err: cause}
}

// Gone says that the thing was used, has expired or is over.
func Gone(say string) error { return &Error{Kind: KindGone, Say: say} }

// TooMany says to slow down.
func TooMany(say string) error { return &Error{Kind: KindTooMany, Say: say} }

// Invalid is what is wrong with an answer to a form.
type Invalid struct{ Fields []FieldError }

// FieldError is one thing to put right. Field is the name in the form.
type FieldError struct{ Field, Message string }

func (e *Invalid) Error() string {
	parts := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		parts[i] = fmt.Sprintf("%s: %s", f.Field, f.Message)
	}
	return "invalid form: " + strings.Join(parts, "; ")
}
