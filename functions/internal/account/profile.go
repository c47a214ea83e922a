package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Channel is where somebody publishes, with how many follow there. The number
// is their own word, as of a day.
type Channel struct {
	URL       string
	Followers int
	AsOf      time.Time
}

// MaxChannels is how many channels a person can name.
const MaxChannels = 4

// maxFollowers is more than anybody has; what is above is a slip.
const maxFollowers = 2_000_000_000

type profile struct{ Channels []Channel }

func profileKey(person string) table.Key {
	return table.Key{Space: table.Private, PK: "PERSON#" + person, SK: "PROFILE"}
}

// Channels returns what a person said about their channels.
func (s *Room) Channels(ctx context.Context, person string) ([]Channel, error) {
	var p profile
	err := s.read(ctx, profileKey(person), &p)
	if errors.Is(err, table.ErrNotFound) {
		return nil, nil
	}
	return p.Channels, err
}

// KeepChannels keeps a person's channels; those without an address are left
// out. Fields of faults are channel1, followers1 and so on.
func (s *Room) KeepChannels(ctx context.Context, person string, channels []Channel) error {
	var kept profile
	invalid := new(agency.Invalid)
	for i, c := range channels {
		c.URL = agency.TidyAddress(c.URL)
		if c.URL == "" || i >= MaxChannels {
			continue
		}
		if !agency.WebAddress(c.URL) {
			invalid.Fields = append(invalid.Fields, agency.FieldError{Field: fmt.Sprintf("channel%d", i+1),
				Message: "A channel must be the address of a page, like https://example.com/me"})
		}
		if c.Followers < 0 || c.Followers > maxFollowers {
			invalid.Fields = append(invalid.Fields, agency.FieldError{Field: fmt.Sprintf("followers%d", i+1),
				Message: "Followers must be a whole number, like 1200"})
		}
		c.AsOf = s.Now()
		kept.Channels = append(kept.Channels, c)
	}
	if len(invalid.Fields) > 0 {
		return invalid
	}
	body, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("encoding channels: %w", err)
	}
	if err := s.Table.Write(ctx, "", table.Set(table.Item{Key: profileKey(person), Kind: "profile", Body: body})); err != nil {
		return fmt.Errorf("keeping channels: %w", err)
	}
	return nil
}
