package mail

import (
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/outbox"
)

func commentLetters() map[string]letter {
	return map[string]letter{comment.LetterHeld: {fill: fillHeld}}
}

func fillHeld(w *Speaker, m outbox.Mail) (any, string, error) {
	v := struct {
		page
		comment.HeldValues
		Link string
	}{page: w.page(m)}
	err := read(m, &v.HeldValues)
	v.Link = w.BaseURL + "/desk/comments/" + v.Post + "/" + v.ID
	return v, "A comment waits for approval: " + v.Title, err
}
