package feed

import "time"

// The moments that have four digits of year in every zone.
const (
	firstSecond = -62135510400 // 2 January of the year 1
	lastSecond  = 253402214400 // 31 December 9999
)

// known says that a time is set and can be written. The zero time is not.
func known(t time.Time) bool {
	seconds := t.Unix()
	return firstSecond <= seconds && seconds < lastSecond
}

// written is t in a zone that can be written. An offset has hours below 24 and
// no seconds; cutting those off, as Format does, would name another moment.
func written(t time.Time) time.Time {
	const day = 24 * 60 * 60
	if _, offset := t.Zone(); offset%60 != 0 || offset <= -day || offset >= day {
		return t.UTC()
	}
	return t
}

// appendTime appends a time for Atom and JSON Feed.
func appendTime(b []byte, t time.Time) []byte {
	return written(t).AppendFormat(b, time.RFC3339)
}

// appendDate appends a time for RSS. RFC 822 has years of two digits; RSS asks
// for four.
func appendDate(b []byte, t time.Time) []byte {
	return written(t).AppendFormat(b, time.RFC1123Z)
}
