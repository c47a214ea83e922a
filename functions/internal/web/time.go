package web

import (
	"time"

	"greenroom/functions/internal/application"
	"greenroom/site/theme"
)

// time tells t in the site's zone, with its name.
func (s *Server) time(t time.Time) theme.Time {
	local := t.In(s.Site.Zone())
	return theme.Time{ISO: local.Format(time.RFC3339), Text: local.Format("2 January 2006, 15:04 MST")}
}

func day(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return application.Day(t, zone)
}

func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return application.Moment(t, zone)
}
