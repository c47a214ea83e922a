package web

import (
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/vetting"
)

// deskTabs are the rooms of the desk that somebody's roles open, besides Today.
func deskTabs(v visit) []option {
	a := v.person.Actor()
	var tabs []option
	for _, tab := range []struct {
		open           bool
		address, label string
	}{
		{vetting.MayReview(a), "/desk/vetting/", "To read"},
		{true, "/desk/programs/", "Programs"},
		{brief.MayRead(a), "/desk/briefs/", "Briefs"},
		{submission.MayReview(a), "/desk/work/", "Work"},
		{program.MayRun(a), "/desk/reports/", "Reports"},
		{guest.MayHandle(a), "/desk/posts/", "Guest posts"},
		{true, "/desk/comments/", "Comments"},
	} {
		if tab.open {
			tabs = append(tabs, option{tab.address, tab.label})
		}
	}
	return tabs
}
