package mail

import (
	"bytes"
	"text/template"

	"greenroom/functions/internal/outbox"
)

// ByTheLibrary is what text/template makes of a letter, which is how its
// template is meant.
func (w *Speaker) ByTheLibrary(m outbox.Mail) (string, error) {
	values, _, err := kinds()[m.Letter].fill(w, m)
	if err != nil {
		return "", err
	}
	all, err := template.New("").Option("missingkey=error").Funcs(say()).ParseFS(letters, "letters/*.txt")
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = all.ExecuteTemplate(&out, m.Letter+".txt", values)
	return out.String(), err
}
