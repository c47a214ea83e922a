package mail

import (
	"greenroom/functions/internal/account"
	"greenroom/functions/internal/outbox"
)

func accountLetters() map[string]letter {
	return map[string]letter{account.LetterSignIn: {fill: fillSignIn, secret: true}}
}

func fillSignIn(w *Speaker, m outbox.Mail) (any, string, error) {
	var in account.SignInValues
	err := read(m, &in)
	v := struct {
		page
		Name, Link, Code string
	}{w.page(m), in.Name, w.BaseURL + "/sign-in/link/" + in.Request + "/" + w.Proofs.Token(in.Request), w.Proofs.Code(in.Request)}
	return v, "Sign in to " + w.Agency, err
}
