package agency

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/go-playground/validator/v10"
)

// Validator checks answers to forms by the rules on their fields. Besides
// validator's own tags it knows line (one line of plain text), text (several),
// mailbox and web. Fields are named by their form tag.
type Validator struct{ rules *validator.Validate }

// NewValidator returns a validator; it is made once and shared.
func NewValidator() *Validator {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return f.Tag.Get("form") })
	for tag, rule := range map[string]func(string) bool{"line": PlainLine, "text": PlainText, "mailbox": Mailbox, "web": WebAddress} {
		err := v.RegisterValidation(tag, func(l validator.FieldLevel) bool { return rule(l.Field().String()) })
		if err != nil {
			panic(fmt.Sprintf("registering rule %s: %v", tag, err)) // only an empty tag fails
		}
	}
	return &Validator{rules: v}
}

// PersonWords are what is said of the fields "name" and "email" of a form, which
// every form that asks for them has under the rules required,max=80,line and
// required,max=254,mailbox.
func PersonWords() map[string]string {
	return map[string]string{
		"name.required":  "Enter your name",
		"name.max":       "Name must be 80 characters or fewer",
		"name.line":      "Name must be one line of letters, without control characters",
		"email.required": "Enter your email address",
		"email.max":      "Email address must be 254 characters or fewer",
		"email.mailbox":  "Enter an email address in the correct format, like name@example.com",
	}
}

// Check returns nil or an *Invalid with one message a field. words has them by
// "field.tag", such as "name.required".
func (v *Validator) Check(form any, words map[string]string) error {
	err := v.rules.Struct(form)
	faults, ok := errors.AsType[validator.ValidationErrors](err)
	if !ok {
		return err
	}
	invalid := new(Invalid)
	for _, f := range faults {
		say, ok := words[f.Field()+"."+f.Tag()]
		if !ok {
			return fmt.Errorf("checking form: no words for %s.%s", f.Field(), f.Tag())
		}
		invalid.Fields = append(invalid.Fields, FieldError{Field: f.Field(), Message: say})
	}
	return invalid
}
