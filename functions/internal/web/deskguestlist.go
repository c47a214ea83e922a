package web

import (
	"context"
	"net/http"
	"slices"

	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
)

// The lists of guest posts on the desk, as its address names them.
const (
	postsForUs     = "" // what waits for us
	postsOutside   = "writers"
	postsInArchive = "archive"
)

// postTab is one list of guest posts.
type postTab struct{ List, Title, Empty string }

func postTabs() []postTab {
	return []postTab{
		{postsForUs, "Waiting for us", "Nothing waits for us."},
		{postsOutside, "With their writers", "Nothing waits for its writer."},
		{postsInArchive, "In the blog, or gone", "Nothing is in the blog yet, and nothing was declined."},
	}
}

// postList is one list of guest posts, as who handles them sees it.
type postList struct {
	Tab    postTab
	Groups []postGroup
	Next   string // cursor of the next page
	Viewer string // id: nobody handles their own
}

// postGroup is the guest posts that wait for the same thing.
type postGroup struct {
	Title string
	Lines []postLine
}

// postQueue lists guest posts by what they wait for, the oldest first, or a
// page of those that wait for nothing, the newest first.
func (s *Server) postQueue(w http.ResponseWriter, r *http.Request, v visit) error {
	list := postList{Tab: postTabs()[0], Viewer: v.person.ID}
	for _, tab := range postTabs() {
		if tab.List == r.FormValue("list") {
			list.Tab = tab
		}
	}
	cursor := r.FormValue("cursor")
	if cursor != "" {
		list.Tab.Empty = "There is nothing more."
	}
	var found []guest.Submission
	var err error
	if list.Tab.List == postsInArchive {
		found, list.Next, err = s.Guests.Archive(r.Context(), v.person.Actor(), cursor)
	} else {
		found, err = s.Guests.Underway(r.Context(), v.person.Actor())
	}
	if err != nil {
		return err
	}
	if list.Groups, err = s.postGroups(r.Context(), list.Tab, found); err != nil {
		return err
	}
	s.page(w, r, http.StatusOK, page{title: "Guest posts: " + list.Tab.Title}, postQueueView(list))
	return nil
}

// postGroups sorts what is of a list by what it waits for, first what comes
// first in the house.
func (s *Server) postGroups(ctx context.Context, tab postTab, found []guest.Submission) ([]postGroup, error) {
	groups := make([]postGroup, len(postStops()))
	for _, sub := range found {
		n := stopOf(sub)
		stop := postStops()[n]
		if stop.List != tab.List {
			continue
		}
		line, err := s.postLine(ctx, sub)
		if err != nil {
			return nil, err
		}
		groups[n].Title = stop.Title
		groups[n].Lines = append(groups[n].Lines, line)
	}
	return slices.DeleteFunc(groups, func(g postGroup) bool { return len(g.Lines) == 0 }), nil
}

// postStop is where a guest post can be on its way, and the list that has it.
type postStop struct{ List, Title string }

func postStops() []postStop {
	return []postStop{{postsForUs, "To read"}, {postsForUs, "To release"}, {postsForUs, "Sent back by their writers"},
		{postsForUs, "Begun here and not sent on"}, {postsOutside, "To sign"}, {postsOutside, "To change"},
		{postsInArchive, "In the blog"}, {postsInArchive, "Withdrawn, declined or taken down"}}
}

// stopOf is the place among [postStops] of a guest post.
func stopOf(sub guest.Submission) int {
	switch sub.State() {
	case document.InReview:
		return 0
	case document.Approved:
		return 1
	case document.ChangesRequested:
		if returnedByWriter(sub) {
			return 2
		}
		return 5
	case document.Draft:
		return 3
	case document.ClientReview:
		return 4
	case document.Released:
		return 6
	}
	return 7
}
