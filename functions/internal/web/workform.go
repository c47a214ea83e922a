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

// filledRows is an edit request as it was typed without the rows that hold no word.
// What is left is counted anew, so that a fault stands beside what it is about.
func filledRows(form url.Values) url.Values {
	kept := url.Values{"good": form["good"], "days": form["days"]}
	n := 0
	for i := 1; i <= rowLimit && form.Has("row-"+strconv.Itoa(i)); i++ {
		at := "item-" + strconv.Itoa(i) + "-"
		if strings.TrimSpace(form.Get(at+"what")+form.Get(at+"where")+form.Get(at+"why")) == "" {
			continue
		}
		n++
		kept.Set("row-"+strconv.Itoa(n), "1")
		for field, typed := range form {
			if name, ok := strings.CutPrefix(field, at); ok {
				kept["item-"+strconv.Itoa(n)+"-"+name] = typed
			}
		}
	}
	return kept
}

// wish reads the rows of an edit request.
func wish(form url.Values) submission.Wish {
	w := submission.Wish{Good: form.Get("good"), Days: amount(form.Get("days"))}
	for i := 1; i <= rowLimit && form.Has("row-"+strconv.Itoa(i)); i++ {
		at := "item-" + strconv.Itoa(i) + "-"
		get := func(name string) string { return form.Get(at + name) }
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
