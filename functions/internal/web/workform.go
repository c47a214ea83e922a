package web

import (
	"net/url"
	"strconv"
	"strings"

	"greenroom/functions/internal/submission"
)

// rowLimit is how many rows of one kind a form can have.
const rowLimit = 40

// draftForm reads a draft as it was typed.
func draftForm(form url.Values) submission.DraftForm {
	get := form.Get
	f := submission.DraftForm{Version: number(get("version")), Link: get("link"), Text: get("text"), File: get("file"),
		Spoken: get("spoken"), Screen: get("screen"), Anyway: get("anyway") == "yes", Note: get("note")}
	for _, clause := range form["clause"] {
		n := int(number(clause))
		f.Ticks = append(f.Ticks, submission.Tick{Clause: n, Done: get("done-"+clause) == "yes", Why: get("clause-" + clause)})
	}
	for i := 1; i <= rowLimit && form.Has("result-row-"+strconv.Itoa(i)); i++ {
		at := "result-" + strconv.Itoa(i)
		f.Results = append(f.Results, submission.Result{What: get(at), Note: get(at + "-note")})
	}
	return f
}

// replies reads the answers to an edit request.
func replies(form url.Values) []submission.Reply {
	var list []submission.Reply
	for i := 1; i <= rowLimit && form.Has("row-"+strconv.Itoa(i)); i++ {
		at := "item-" + strconv.Itoa(i) + "-"
		list = append(list, submission.Reply{Answer: form.Get(at + "answer"), Note: form.Get(at + "note"),
			Fee: amount(form.Get(at + "fee")), Days: amount(form.Get(at + "days"))})
	}
	return list
}

// amount reads a whole number that a person typed: "45", "$1,200". What is
// none is below zero, so that it is refused and not taken for nothing.
func amount(typed string) int {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ,$€£\u00a0", r) {
			return -1
		}
		return r
	}, typed)
	if digits == "" {
		return 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

// wish reads an edit request as it was typed. Rows without a word are left out.
func wish(form url.Values) submission.Wish {
	w := submission.Wish{Good: form.Get("good"), Days: amount(form.Get("days"))}
	for i := 1; i <= rowLimit && form.Has("row-"+strconv.Itoa(i)); i++ {
		at := "item-" + strconv.Itoa(i) + "-"
		get := func(name string) string { return form.Get(at + name) }
		if strings.TrimSpace(get("what")+get("where")+get("why")) == "" {
			continue
		}
		item := submission.Item{What: get("what"), Where: get("where"), Why: get("why"), Client: get("client") == "yes"}
		if clause := get("clause"); clause == newAsk {
			item.New = offer(form, at)
		} else {
			item.Clause = int(number(clause))
		}
		w.Items = append(w.Items, item)
	}
	return w
}

// newAsk is what the choice of a clause says of an item that quotes none.
const newAsk = "new"

// offer reads what a new ask comes with.
func offer(form url.Values, at string) *submission.Offer {
	get := func(name string) string { return form.Get(at + name) }
	return &submission.Offer{Reason: get("reason"), Fee: amount(get("fee")), Days: amount(get("days")),
		Tried: get("tried"), Correction: get("correction") == "yes"}
}
