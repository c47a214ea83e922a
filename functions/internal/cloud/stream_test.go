package cloud

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aws/aws-lambda-go/events"

	words "greenroom/content"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/generate"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// streamedRecord is a stream's record of an item that was made, changed or
// deleted, as Lambda hands it over.
func streamedRecord(number int, old, changed *table.Item) (r events.DynamoDBEventRecord) {
	name, some := "MODIFY", changed
	switch {
	case old == nil:
		name = "INSERT"
	case changed == nil:
		name, some = "REMOVE", old
	}
	change := map[string]any{"Keys": streamImage(some, "PK", "SK"), "SequenceNumber": strconv.Itoa(number)}
	if old != nil {
		change["OldImage"] = streamImage(old)
	}
	if changed != nil {
		change["NewImage"] = streamImage(changed)
	}
	text, err := json.Marshal(map[string]any{"eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change})
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		panic(err) // the item is ours
	}
	return r
}

// streamImage is an item as a stream shows it, or some of its attributes.
func streamImage(i *table.Item, only ...string) map[string]any {
	image := map[string]any{}
	for name, value := range fromDynamo(dynamoItem(*i, 1)) {
		kind := "S"
		if name == "ver" || name == "cnt" || name == "ttl" {
			kind = "N"
		}
		if len(only) == 0 || slices.Contains(only, name) {
			image[name] = map[string]string{kind: value}
		}
	}
	return image
}

func plainComment(state agency.State) *table.Item {
	i, err := comment.Comment{Post: "edited-twice", ID: "01JV2Q6Z3M0000000000000000", Name: "Renée", Text: "Hi", State: state}.Item()
	if err != nil {
		panic(err) // the comment is ours
	}
	return &i
}

// failing is a mail that could not be sent and is to be tried again.
func failing(id string) *table.Item {
	i := plainMail(id)
	i.Body = bytes.Replace(i.Body, []byte(`"State"`), []byte(`"NextTry":"2026-05-12T14:03:27Z","State"`), 1)
	return i
}

func plainMail(id string) *table.Item {
	w, err := outbox.Post(id, time.Unix(0, 0), "a@example.org", "sign-in", map[string]string{})
	if err != nil {
		panic(err) // the mail is ours
	}
	return &w.Item
}

func programStep() *table.Item {
	return &table.Item{Key: program.Key("tuesday"), Kind: "program", Body: []byte(`{"Steps":[]}`)}
}

func programCount() *table.Item {
	i := program.CountApplied("tuesday", false).Item
	i.Count = 1
	return &i
}

// damaged is a record of an item without a version.
func damaged(number int) events.DynamoDBEventRecord {
	r := streamedRecord(number, nil, plainMail("x"))
	delete(r.Change.NewImage, "ver")
	return r
}

func failures(r events.DynamoDBEventResponse) string {
	var all []string
	for _, f := range r.BatchItemFailures {
		all = append(all, f.ItemIdentifier)
	}
	return strings.Join(all, " ")
}

func TestSiteStream(t *testing.T) {
	t.Parallel()
	held, approved := plainComment(comment.Held), plainComment(comment.Approved)
	approval, arrival := streamedRecord(2, held, approved), streamedRecord(1, nil, held)
	tests := []struct {
		name    string
		records []events.DynamoDBEventRecord
		fault   error
		builds  int
		want    string // numbers of failed records
		err     bool
	}{
		{name: "a comment that waits changes no page", records: []events.DynamoDBEventRecord{arrival}},
		{name: "an approved one does", records: []events.DynamoDBEventRecord{arrival, approval}, builds: 1},
		{name: "many changes are one build", records: []events.DynamoDBEventRecord{approval, streamedRecord(3, approved, nil), approval}, builds: 1},
		{name: "a build that fails comes again from the first", records: []events.DynamoDBEventRecord{arrival, approval}, fault: errors.New("full"), builds: 1, want: "1"},
		{name: "what can be read is built", records: []events.DynamoDBEventRecord{approval, damaged(7), arrival}, builds: 1, want: "7"},
		{name: "a damaged record before all", records: []events.DynamoDBEventRecord{damaged(7), approval}, builds: 1, want: "7"},
		{name: "a step of a program changes what is said of it", records: []events.DynamoDBEventRecord{streamedRecord(4, nil, programStep())}, builds: 1},
		{name: "a count waits", records: []events.DynamoDBEventRecord{streamedRecord(4, nil, programCount())}},
		{name: "no records ask for a build", builds: 1},
		{name: "who asked hears that it failed", fault: errors.New("full"), builds: 1, err: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			builds := 0
			build := func() error { builds++; return tt.fault }
			s := siteStream{log: slog.New(slog.DiscardHandler), build: func(context.Context) (generate.Result, error) { return generate.Result{}, build() }}
			s.threads = func(context.Context, []string) error { return build() }
			got, err := s.Serve(t.Context(), events.DynamoDBEvent{Records: tt.records})
			if failures(got.DynamoDBEventResponse) != tt.want || (err != nil) != tt.err || builds != tt.builds {
				t.Errorf("got failures %q, error %v, %d builds, want %q, %v, %d", failures(got.DynamoDBEventResponse), err, builds, tt.want, tt.err, tt.builds)
			}
		})
	}
}

func TestMailStream(t *testing.T) {
	t.Parallel()
	sent := plainMail("sent")
	sent.Body = bytes.Replace(sent.Body, []byte(`"approved"`), []byte(`"sent"`), 1)
	one, two, three := streamedRecord(1, nil, plainMail("one")), streamedRecord(2, nil, plainMail("two")), streamedRecord(3, nil, plainMail("three"))
	tests := []struct {
		name    string
		records []events.DynamoDBEventRecord
		refuse  string // ids that cannot be sent
		sent    string
		want    string
	}{
		{"each mail is sent", []events.DynamoDBEventRecord{one, two}, "", "one two", ""},
		{"what is no mail, or was sent, is passed over", []events.DynamoDBEventRecord{streamedRecord(1, nil, plainComment(comment.Held)), streamedRecord(2, nil, sent), streamedRecord(3, sent, nil), one}, "", "one", ""},
		{"the lowest failed number is named, the others are sent", []events.DynamoDBEventRecord{one, two, three}, "two three", "one two three", "2"},
		{"a damaged record keeps none back", []events.DynamoDBEventRecord{damaged(1), two}, "", "two", "1"},
		{"what waits for its next try is the schedule's", []events.DynamoDBEventRecord{streamedRecord(1, nil, failing("one"))}, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var tried []string
			s := mailStream{log: slog.New(slog.DiscardHandler), send: func(_ context.Context, id string) error {
				tried = append(tried, id)
				if strings.Contains(tt.refuse, id) {
					return errors.New("throttled")
				}
				return nil
			}}
			got, err := s.Serve(t.Context(), events.DynamoDBEvent{Records: tt.records})
			if err != nil || failures(got) != tt.want || strings.Join(tried, " ") != tt.sent {
				t.Errorf("got failures %q, sent %v, %v, want %q, %q", failures(got), tried, err, tt.want, tt.sent)
			}
		})
	}
}

// TestMailStreamSendsWhatIsDue takes an event without records for the schedule.
// It is given less time than the function has, so that the mail under way can
// be finished.
func TestMailStreamSendsWhatIsDue(t *testing.T) {
	t.Parallel()
	for _, fault := range []error{nil, errors.New("store does not answer")} {
		strokes, left := 0, time.Duration(0)
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		s := mailStream{log: slog.New(slog.DiscardHandler), due: func(inside context.Context) (int, error) {
			whole, _ := ctx.Deadline()
			given, _ := inside.Deadline()
			strokes, left = strokes+1, whole.Sub(given)
			return 3, fault
		}}
		got, err := s.Serve(ctx, events.DynamoDBEvent{})
		if !errors.Is(err, fault) || failures(got) != "" || strokes != 1 || left != toFinish {
			t.Errorf("got failures %q, %v after %d strokes with %v left, want %v, 1, %v", failures(got), err, strokes, left, fault, toFinish)
		}
	}
}

func TestMailStreamStopsWhenTimeIsUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := mailStream{log: slog.New(slog.DiscardHandler), send: func(context.Context, string) error { cancel(); return nil }}
	got, err := s.Serve(ctx, events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{
		streamedRecord(1, nil, plainMail("one")), streamedRecord(2, nil, plainMail("two")), streamedRecord(3, nil, plainMail("three"))}})
	if err != nil || failures(got) != "2" {
		t.Errorf("got failures %q, %v, want 2", failures(got), err)
	}
}

// TestStreamLogsNobody keeps what strangers wrote out of the logs.
func TestStreamLogsNobody(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	broken := streamedRecord(1, nil, plainComment(comment.Approved))
	delete(broken.Change.NewImage, "ver")
	s := siteStream{log: slog.New(slog.NewTextHandler(&log, nil)), build: func(context.Context) (generate.Result, error) { return generate.Result{}, nil },
		threads: func(context.Context, []string) error { return nil }}
	if _, err := s.Serve(t.Context(), events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{broken}}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(log.String(), "Renée") || !strings.Contains(log.String(), "record cannot be read") {
		t.Errorf("got log %q", log.String())
	}
}

func TestBuildDay(t *testing.T) {
	t.Parallel()
	site, err := words.FS.ReadFile("site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	pinned, err := buildDay(fstest.MapFS{"site.yaml": {Data: site}})
	if err != nil {
		t.Fatal(err)
	}
	if got := pinned().Format(time.DateOnly); got != "2026-05-12" {
		t.Errorf("got %s, want the day that site.yaml pins", got)
	}
	unpinned := bytes.Replace(site, []byte("as_of: 2026-05-12\n"), nil, 1)
	today, err := buildDay(fstest.MapFS{"site.yaml": {Data: unpinned}})
	if err != nil {
		t.Fatal(err)
	}
	if age := time.Since(today()); age < 0 || age > time.Minute {
		t.Errorf("got a day %v ago, want now", age)
	}
}
