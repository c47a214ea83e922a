package web

import (
	"fmt"
	"net/http"
	"strconv"

	"greenroom/functions/internal/account"
)

// channelRow is one channel as it stands in the form.
type channelRow struct{ N, URL, Followers, AsOf string }

// channelsPage is where a person says how many follow them. It is asked for
// nowhere else, and shown to nobody before their work was scored.
func (s *Server) channelsPage(w http.ResponseWriter, r *http.Request, v visit) error {
	known, err := s.Accounts.Channels(r.Context(), v.person.ID)
	if err != nil {
		return err
	}
	var rows []channelRow
	for i := range account.MaxChannels {
		row := channelRow{N: strconv.Itoa(i + 1)}
		if i < len(known) {
			row.URL, row.Followers = known[i].URL, strconv.Itoa(known[i].Followers)
			row.AsOf = known[i].AsOf.In(s.Site.Zone()).Format("2 January 2006")
		}
		rows = append(rows, row)
	}
	s.page(w, r, http.StatusOK, page{title: "Your channels"}, channelsView(rows, nil))
	return nil
}

func (s *Server) keepChannels(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	var rows []channelRow
	var channels []account.Channel
	for i := range account.MaxChannels {
		n := strconv.Itoa(i + 1)
		row := channelRow{N: n, URL: r.PostForm.Get("channel" + n), Followers: r.PostForm.Get("followers" + n)}
		rows = append(rows, row)
		channels = append(channels, account.Channel{URL: row.URL, Followers: amount(row.Followers)})
	}
	err := s.Accounts.KeepChannels(r.Context(), v.person.ID, channels)
	if wrong, invalid := faults(err); invalid {
		s.page(w, r, http.StatusUnprocessableEntity, page{title: "Error: Your channels"}, channelsView(rows, wrong))
		return nil
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/me/", http.StatusSeeOther)
	return nil
}

func rowHint(row channelRow) string {
	if row.AsOf == "" {
		return "As you know it today."
	}
	return fmt.Sprintf("As you said on %s.", row.AsOf)
}
