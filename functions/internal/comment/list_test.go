package comment_test

import (
	"context"
	"slices"
	"testing"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
)

// lagging is a table whose indexes answer as they once did.
type lagging struct {
	table.Table
	then *table.Page
}

func (l lagging) Query(ctx context.Context, q table.Query) (table.Page, error) {
	if q.Index != 0 {
		return *l.then, nil
	}
	return l.Table.Query(ctx, q)
}

func TestAListIsOfCommentsAsTheyAreAndInItsOrder(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	ids := func(all []comment.Comment) (ids []string) {
		for _, c := range all {
			ids = append(ids, c.ID)
		}
		return ids
	}
	for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
		d := draft()
		d.Key = key
		submit(t, s, d)
	}
	before, _, err := s.List(t.Context(), comment.Held, "")
	if err != nil {
		t.Fatal(err)
	}
	then := &table.Page{}
	for _, c := range before {
		i, err := c.Item()
		if err != nil {
			t.Fatal(err)
		}
		then.Items = append(then.Items, i)
	}
	gone := then.Items[0]
	gone.Key = comment.Key("first", "01ARZ3NDEKTSV4RRFFQ69G5FAV")
	then.Items = slices.Insert(then.Items, 5, gone)
	if _, err := s.Spam(t.Context(), moderator(), decision(before[3])); err != nil {
		t.Fatal(err)
	}
	s.Table = lagging{s.Table, then}
	now, _, err := s.List(t.Context(), comment.Held, "")
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Delete(ids(before), 3, 4)
	if !slices.Equal(ids(now), want) {
		t.Errorf("got %v, want %v: without what was decided and what is gone", ids(now), want)
	}
}
