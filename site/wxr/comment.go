package wxr

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxComment is the size of a comment's words, below what one line of records
// may have.
const maxComment = 64 << 10

// record is one line, with the keys that the generator reads.
type record struct {
	Kind   string `json:"kind"`
	Post   string `json:"post"`
	ID     string `json:"id"`
	Parent string `json:"parent"`
	Name   string `json:"name"`
	Staff  string `json:"staff"`
	At     string `json:"at"`
	Text   string `json:"text"`

	at  time.Time
	raw *rawComment
}

// comments carries the approved comments of an item. Names and words are kept,
// and no address of any kind that belongs to the writer.
func (im *importer) comments(it *item) {
	kept := im.approved(it)
	if len(kept) == 0 {
		return
	}
	if it.raw.Type != "post" {
		im.note(it, plural(len(kept), "comment")+" on a page", "nothing: only posts have comments")
		return
	}
	slices.SortStableFunc(kept, func(a, b *record) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(number(a.raw.ID), number(b.raw.ID)), cmp.Compare(a.raw.ID, b.raw.ID))
	})
	im.thread(it, kept)
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	enc.SetEscapeHTML(false)
	for _, r := range kept {
		if err := enc.Encode(r); err != nil { // strings alone cannot fail
			im.note(it, "a comment cannot be written: "+err.Error(), "carry it by hand")
		}
	}
	im.result.Records[it.slug+".ndjson"] = lines.Bytes()
}

// approved returns the comments that were public, and counts the others.
func (im *importer) approved(it *item) []*record {
	var kept []*record
	left := map[string]int{}
	redacted := 0
	for _, raw := range it.raw.Comments {
		switch kind := strings.TrimSpace(raw.Type); {
		case kind == "pingback" || kind == "trackback":
			left[kind]++
		case kind != "" && kind != "comment":
			left["comment of type "+oneLine(kind)]++
		case strings.TrimSpace(raw.Approved) != "1":
			left[approval(raw.Approved)]++
		default:
			r, gone := im.record(it, raw)
			if r == nil {
				left["empty, doubled or overlong comment"]++
				continue
			}
			redacted += gone
			kept = append(kept, r)
		}
	}
	for _, what := range []string{"pingback", "trackback", "spam comment", "comment in the bin", "comment that nobody approved", "empty, doubled or overlong comment"} {
		if left[what] > 0 {
			im.note(it, plural(left[what], what), "nothing, if they are not missed")
			delete(left, what)
		}
	}
	if len(left) > 0 {
		n := 0
		for _, count := range left {
			n += count
		}
		im.note(it, plural(n, "comment")+" of a type that plug-ins use", "nothing, if they are not missed")
	}
	if redacted > 0 {
		im.note(it, fmt.Sprintf("e-mail addresses taken out of comments: %d", redacted), "nothing: they were never meant to be public")
	}
	return kept
}

func approval(written string) string {
	switch strings.TrimSpace(written) {
	case "spam":
		return "spam comment"
	case "trash", "post-trashed":
		return "comment in the bin"
	}
	return "comment that nobody approved"
}

// record makes one record, or nil if there is nothing to carry. Its id is made
// of the moment and of the comment's number, so that the same comment always
// has the same.
func (im *importer) record(it *item, raw *rawComment) (*record, int) {
	text, n := im.withoutAddresses(plainText(raw.Content))
	at := moment(raw.DateGMT, raw.Date, im.options.Zone)
	if at.IsZero() {
		at = moment(it.raw.DateGMT, it.raw.Date, im.options.Zone)
	}
	if at.IsZero() {
		at = time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	at = at.UTC()
	id := ulid(at, strings.TrimSpace(raw.ID))
	if text == "" || len(text) > maxComment || im.ids[id] {
		return nil, 0
	}
	im.ids[id] = true
	name := safeName(raw.Author)
	if name == "" {
		name = "Anonymous"
	}
	return &record{Kind: "comment", Post: it.slug, ID: id, Name: name, At: at.Format(time.RFC3339), Text: text, at: at, raw: raw}, n
}

// ulid is 48 bits of milliseconds and 80 bits of a hash, in Crockford's base
// 32.
func ulid(at time.Time, seed string) string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	sum := sha256.Sum256([]byte("wxr comment " + seed))
	ms := uint64(at.UnixMilli())
	var out [26]byte
	for i := 9; i >= 0; i-- {
		out[i] = alphabet[ms&31]
		ms >>= 5
	}
	for i := range 16 {
		bit := i * 5
		two := uint(sum[bit/8])<<8 | uint(sum[bit/8+1])
		out[10+i] = alphabet[two>>(11-bit%8)&31]
	}
	return string(out[:])
}
