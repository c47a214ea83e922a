package web

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"greenroom/functions/internal/agency"
	"greenroom/site/theme"
)

// errMalformed is a body that is no form at all.
var errMalformed = errors.New("malformed form")

// parse reads the posted form.
func parse(r *http.Request) error {
	err := r.ParseForm()
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge || err == nil {
		return err
	}
	return fmt.Errorf("%w: %w", errMalformed, err)
}

// decode fills the string fields of the struct that into points to, by their
// form tags. What the form has besides is passed over, and so is a second
// value of one field.
func decode(r *http.Request, into any) error {
	if err := parse(r); err != nil {
		return err
	}
	v := reflect.ValueOf(into).Elem()
	for i := range v.NumField() {
		if name := v.Type().Field(i).Tag.Get("form"); name != "" {
			v.Field(i).SetString(r.PostForm.Get(name))
		}
	}
	return nil
}

// faults returns what is wrong with a form, for its page.
func faults(err error) (theme.FieldErrors, bool) {
	invalid, ok := errors.AsType[*agency.Invalid](err)
	if !ok {
		return nil, false
	}
	list := make(theme.FieldErrors, len(invalid.Fields))
	for i, f := range invalid.Fields {
		list[i] = theme.FieldError{Field: f.Field, Message: f.Message}
	}
	return list, true
}

// describedBy names the hint and, if there is one, the error of a field.
func describedBy(field string, wrong theme.FieldErrors) string {
	if wrong.On(field) != "" {
		return field + "-hint " + field + "-error"
	}
	return field + "-hint"
}
