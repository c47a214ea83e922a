package web

import (
	"slices"
	"strconv"

	"greenroom/functions/internal/submission"
	"greenroom/site/theme"
)

// wantsDraft reports whether a draft is what comes next.
func (d piece) wantsDraft() bool {
	switch d.State {
	case submission.Assigned, submission.InProgress:
		return true
	case submission.EditsRequested:
		return d.Asked.State == submission.EditAccepted || d.Asked.State == submission.EditSent && onlyBrief(*d.Asked)
	}
	return false
}

// unshown is what was typed into a form that the page does not have any more,
// because things are otherwise by now: nobody loses what they wrote.
func (d piece) unshown() []string {
	var typed []string
	f := d.Form
	if f.Problem == "" {
		return nil
	}
	if !d.wantsDraft() || !d.Known {
		typed = append(typed, f.Draft.Link, f.Draft.Text, f.Draft.Note)
		for _, tick := range f.Draft.Ticks {
			typed = append(typed, tick.Why)
		}
		for _, result := range f.Draft.Results {
			typed = append(typed, result.Note)
		}
	}
	if d.State != submission.EditsRequested || d.Asked.State != submission.EditSent {
		for _, reply := range f.Replies {
			typed = append(typed, reply.Note)
		}
	}
	if d.State != submission.Approved && d.State != submission.LiveFix {
		typed = append(typed, f.Live.Address, f.Live.Late, f.Live.Note)
	}
	return notEmpty(typed)
}

// unshown is the same for who reads the work: an edit request that they wrote
// while somebody else sent one.
func (d deskPiece) unshown() []string {
	w := d.Desk.Wish
	writing := d.May && d.State == submission.InReview && (d.Open == nil || d.Open.State == submission.EditDraft)
	if w == nil || writing {
		return nil
	}
	typed := []string{w.Good}
	for _, item := range w.Items {
		typed = append(typed, item.What, item.Where, item.Why)
		if item.New != nil {
			typed = append(typed, item.New.Tried)
		}
	}
	return notEmpty(typed)
}

func notEmpty(typed []string) []string {
	return slices.DeleteFunc(typed, func(words string) bool { return words == "" })
}

// onPage are faults under the names that fields have on the page of the work,
// where several forms ask for a reason.
func (f readerForm) onPage(wrong theme.FieldErrors) theme.FieldErrors {
	for i := range wrong {
		switch field := &wrong[i].Field; {
		case f.Act == "cancel" && *field == "reason":
			*field = "stop"
		case f.Act == "waive" && *field == "reason":
			*field = "waive"
		case f.Act == "drop-remark" && *field == "why":
			*field = "why-" + strconv.FormatInt(number(f.typed("remark")), 10)
		}
	}
	return wrong
}

// droppedWhy is what was typed about one remark of a client.
func droppedWhy(f readerForm, remark int) string {
	if f.typedIn("drop-remark", "remark") != strconv.Itoa(remark) {
		return ""
	}
	return f.typed("why")
}
