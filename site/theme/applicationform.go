package theme

import (
	"slices"
	"strings"
)

func ruleAnswers(field string) []answer {
	return []answer{{field, "yes", "Yes"}, {field + "_no", "no", "No"}}
}

func fieldClass(errs FieldErrors, field string) string {
	if errs.On(field) == "" {
		return "field"
	}
	return "field field-error"
}

func choiceClass(errs FieldErrors, field string) string {
	if errs.On(field) == "" {
		return "choice"
	}
	return "choice field-error"
}

// described names what is said about a field beside its label.
func described(errs FieldErrors, field, hint string) string {
	var ids []string
	if hint != "" {
		ids = append(ids, field+"-hint")
	}
	if errs.On(field) != "" {
		ids = append(ids, field+"-error")
	}
	return strings.Join(ids, " ")
}

func capitals(kind string) string {
	if kind == "text" {
		return "words"
	}
	return "none"
}

// hidden reports whether a field of a form cannot be seen.
func hidden(field string) bool {
	return slices.Contains([]string{"post", "parent", "key", "program", "code"}, field)
}

// fixed reports errors about what a signed-in person cannot type: they stand
// where the fixed words do.
func (e FieldErrors) fixed() FieldErrors {
	return slices.DeleteFunc(slices.Clone(e), func(f FieldError) bool { return f.Field != "name" && f.Field != "email" })
}
