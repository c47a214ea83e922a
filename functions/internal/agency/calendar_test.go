package agency_test

import (
	"testing"
	"time"

	"greenroom/functions/internal/agency"
)

func calendar(t *testing.T, zone string, holidays ...string) agency.Calendar {
	t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return agency.Calendar{Zone: place, Holidays: holidays}
}

func TestBusinessDays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone, from string
		days       int
		holidays   []string
		want       string
	}{
		"within a week":                         {"America/Chicago", "2026-05-12T09:00:00-05:00", 2, nil, "2026-05-14T23:59:59-05:00"},
		"late in the evening is still that day": {"America/Chicago", "2026-05-12T23:59:00-05:00", 2, nil, "2026-05-14T23:59:59-05:00"},
		"over a weekend":                        {"America/Chicago", "2026-05-15T09:00:00-05:00", 2, nil, "2026-05-19T23:59:59-05:00"},
		"sent on a Saturday":                    {"America/Chicago", "2026-05-16T09:00:00-05:00", 2, nil, "2026-05-19T23:59:59-05:00"},
		"sent on a Sunday":                      {"America/Chicago", "2026-05-17T09:00:00-05:00", 1, nil, "2026-05-18T23:59:59-05:00"},
		"over a long weekend":                   {"America/Chicago", "2026-05-22T09:00:00-05:00", 2, []string{"2026-05-25"}, "2026-05-27T23:59:59-05:00"},
		"a holiday on a Sunday changes nothing": {"America/Chicago", "2026-05-22T09:00:00-05:00", 2, []string{"2026-05-24"}, "2026-05-26T23:59:59-05:00"},
		"two holidays in a row":                 {"Europe/Berlin", "2026-12-23T09:00:00+01:00", 2, []string{"2026-12-24", "2026-12-25"}, "2026-12-29T23:59:59+01:00"},
		"clocks go forward in between":          {"America/Chicago", "2026-03-06T09:00:00-06:00", 2, nil, "2026-03-10T23:59:59-05:00"},
		"clocks go back in between":             {"America/Chicago", "2026-10-30T09:00:00-05:00", 2, nil, "2026-11-03T23:59:59-06:00"},
		"clocks go forward at midnight":         {"Africa/Cairo", "2026-04-22T09:00:00+02:00", 1, nil, "2026-04-23T23:59:59+02:00"},
		"the zone decides which day it is":      {"Asia/Tokyo", "2026-05-14T20:00:00Z", 1, nil, "2026-05-18T23:59:59+09:00"},
		"none: the end of the same day":         {"America/Chicago", "2026-05-12T09:00:00-05:00", 0, nil, "2026-05-12T23:59:59-05:00"},
	} {
		from, want := at(c.from), at(c.want)
		if got := calendar(t, c.zone, c.holidays...).After(from, c.days); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestDaysLate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone, due, now string
		want           int
	}{
		"before":                            {"America/Chicago", "2026-05-14T23:59:59-05:00", "2026-05-12T09:00:00-05:00", 0},
		"on the day":                        {"America/Chicago", "2026-05-14T23:59:59-05:00", "2026-05-14T09:00:00-05:00", 0},
		"a minute after midnight":           {"America/Chicago", "2026-05-14T23:59:59-05:00", "2026-05-15T00:01:00-05:00", 1},
		"over a weekend every day counts":   {"America/Chicago", "2026-05-15T23:59:59-05:00", "2026-05-18T09:00:00-05:00", 3},
		"over the night of 23 hours":        {"America/Chicago", "2026-03-07T23:59:59-06:00", "2026-03-09T00:30:00-05:00", 2},
		"over the night of 25 hours":        {"America/Chicago", "2026-10-31T23:59:59-05:00", "2026-11-01T23:30:00-06:00", 1},
		"another zone's midnight is none":   {"America/Chicago", "2026-05-14T23:59:59-05:00", "2026-05-15T04:30:00Z", 0},
		"the day whose midnight is skipped": {"Africa/Cairo", "2026-04-23T23:59:59+02:00", "2026-04-24T01:00:00+03:00", 1},
	} {
		if got := calendar(t, c.zone).Late(at(c.due), at(c.now)); got != c.want {
			t.Errorf("%s: %d days, want %d", name, got, c.want)
		}
	}
}

func TestADateMovesByWholeDays(t *testing.T) {
	t.Parallel()
	chicago := calendar(t, "America/Chicago")
	for name, c := range map[string]struct {
		from string
		days int
		want string
	}{
		"not at all":                    {"2026-05-14T23:59:59-05:00", 0, "2026-05-14T23:59:59-05:00"},
		"onto a Sunday":                 {"2026-05-14T23:59:59-05:00", 3, "2026-05-17T23:59:59-05:00"},
		"over the night of 23 hours":    {"2026-03-07T23:59:59-06:00", 1, "2026-03-08T23:59:59-05:00"},
		"over the night of 25 hours":    {"2026-10-31T23:59:59-05:00", 1, "2026-11-01T23:59:59-06:00"},
		"over the end of a leap year's": {"2028-02-28T23:59:59-06:00", 1, "2028-02-29T23:59:59-06:00"},
	} {
		if got := chicago.Move(at(c.from), c.days); !got.Equal(at(c.want)) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
