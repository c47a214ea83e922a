package theme

import (
	"slices"

	"github.com/a-h/templ"
)

// hidden reports whether a field of the comment form cannot be seen.
func hidden(field string) bool {
	return slices.Contains([]string{"post", "parent", "key"}, field)
}

func fieldClass(errs FieldErrors, field string) string {
	if errs.On(field) != "" {
		return "field field-error"
	}
	return "field"
}

// described ties a field to its hint and, if there is one, to its error.
func described(errs FieldErrors, field string) templ.Attributes {
	if errs.On(field) == "" {
		return templ.Attributes{"aria-describedby": field + "-hint"}
	}
	return templ.Attributes{
		"aria-describedby": field + "-hint " + field + "-error",
		"aria-invalid":     "true",
	}
}
