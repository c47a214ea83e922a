package web

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/submission"
	"greenroom/site/theme"
)

// workDeed says what an event in the life of a piece of work was.
func workDeed(e agency.Event) string {
	known := map[string]string{"assign": "given", "D1": "begun", "D2": "a draft was sent", "D3": "a check failed, and its writer was told",
		"D4": "with us to read", "D5": "edits asked for", "D6": "handed to the client", "D7": "the client has remarks", "D8": "the client said yes",
		"D9": "approved", "D10": "live", "D11": "verified", "D12": "something to put right", "D13": "put right", "D14": "not found as it was",
		"D15": "found again", "D16": "done", "D17": "given up", "D18": "stopped", "D19": "not needed any more", "D20": "with us to read again",
		"edit draft": "an edit request was written", "E1": "a second look was asked for", "E2": "the edit request was sent",
		"E3": "a second person read the edit request", "E4": "the edit request was sent back to its author", "E5": "the edit request was accepted",
		"E6": "an edit was disputed", "E7": "the dispute was ruled on", "E8": "other terms were suggested", "E9": "another offer was made",
		"E10": "their terms were taken", "E11": "the new asks were declined", "E12": "the edits were worked in", "E13": "the edits were seen",
		"E14": "the edit request was taken back", "E15": "the edit request ran out of time", "E16": "the edit request ran out of time",
		"more time": "more time was given", "drop remark": "a remark of the client was dropped", "hand over": "handed to who speaks for the client now",
		"take offer": "an offer of the brief was taken"}
	if what, ok := known[e.Action]; ok {
		return what
	}
	return e.Action
}

// rulersWords say who may rule on a dispute to somebody who may not.
func rulersWords(d deskPiece) string {
	if len(d.Rulers) == 0 {
		return "Nobody who works here may rule on it: everybody who could had a part in it. The leads were told. Take the request back, or find somebody who may."
	}
	return "Who had no part in it rules on it, by " + day(d.Open.RuleBy, d.Program.TimeZone) + ": " + strings.Join(d.Rulers, " or ") + ". They were told."
}

// late reports whether a draft that is being made should have been sent.
func late(d deskPiece) bool { return d.Now.After(d.DraftDue) }

// wish is the request as it is typed: in the form that came back, or as kept.
func (d deskPiece) wish() submission.Wish {
	if d.Desk.Wish != nil {
		return *d.Desk.Wish
	}
	if d.Open != nil {
		return submission.Wish{Good: d.Open.Good, Days: d.Open.Days, Items: d.Open.Items}
	}
	return submission.Wish{}
}

// spareRows is how many empty rows the form for a request has.
const spareRows = 3

func editRows(w submission.Wish) []submission.Item {
	return append(slices.Clone(w.Items), make([]submission.Item, spareRows)...)
}

// usualDays is how long people are given for edits if nobody says otherwise.
const usualDays = 5

func wishDays(w submission.Wish) string {
	if w.Days <= 0 {
		return fmt.Sprint(usualDays)
	}
	return fmt.Sprint(w.Days)
}

func hasFault(wrong theme.FieldErrors, i int) bool {
	return slices.ContainsFunc(wrong, func(e theme.FieldError) bool { return strings.HasPrefix(e.Field, itemField(i, "")) })
}

func offerFee(o *submission.Offer) string {
	if o == nil {
		return ""
	}
	return typedNumber(o.Fee)
}

func offerDays(o *submission.Offer) string {
	if o == nil {
		return ""
	}
	return typedNumber(o.Days)
}

// ruledOffer is the offer of a ruling that came back.
func ruledOffer(f readerForm, i int) *submission.Offer {
	return &submission.Offer{Reason: f.typedIn("rule", itemField(i, "reason")), Tried: f.typedIn("rule", itemField(i, "tried")),
		Correction: f.typedIn("rule", itemField(i, "correction")) == "yes"}
}

func offerTried(o *submission.Offer) string {
	if o == nil {
		return ""
	}
	return o.Tried
}

// short is the beginning of a text, for a list to choose from.
func short(text string) string {
	const most = 70
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// tickWords is what the influencer said to a clause.
func tickWords(v submission.Draft, clause int) string {
	for _, t := range v.Ticks {
		switch {
		case t.Clause != clause:
		case t.Done:
			return "They say: done"
		default:
			return "They say: " + t.Why
		}
	}
	return "They were not asked"
}

func settledWords(settled string) string {
	if settled == "asked" {
		return "It is in an edit request."
	}
	return "Dropped: " + settled
}

// lastDone is the newest request, if it was worked in and nobody has seen that
// yet.
func lastDone(d deskPiece) *submission.Edit {
	if len(d.Requests) > 0 && d.Requests[0].State == submission.EditDone {
		return &d.Requests[0]
	}
	return nil
}

func saidResult(i submission.Item) string {
	said := ""
	if i.Result != "" && i.Result != submission.Fixed {
		said = " (they say: " + i.Result + ", " + i.Remark + ")"
	}
	if i.IsNew() && i.Result == submission.Refused {
		said += " Not needed? Leave it unticked: then it is not paid."
	}
	return said
}

func approveWords(d deskPiece) string {
	if d.Client {
		return "Approve it, and hand it to the client"
	}
	return "Approve it"
}

func saidWhy(i submission.Item) string {
	if i.Remark == "" {
		return ""
	}
	return " – " + i.Remark
}

func faultWords(fault string) string {
	return map[string]string{"none": "Nobody's", "influencer": "The influencer's", "client": "The client's", "agency": "Ours"}[fault]
}

func waivable(s agency.State) bool {
	_, err := submission.Machine().Next(s, "D19")
	return err == nil
}
