package account

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// Staff says who works here.
type Staff interface {
	// Member returns who works here under that address: name, page and roles.
	Member(email string) (p Person, works bool)
}

// asStaffNow brings the account under an address in line with who works here,
// before it is signed in to: whoever began is enrolled, whoever left loses the
// desk.
func (s *Room) asStaffNow(ctx context.Context, email string) error {
	if s.Staff == nil {
		return nil
	}
	var err error
	for range raceTries {
		p, works := s.Staff.Member(email)
		if works {
			err = s.Enrol(ctx, p)
		} else {
			err = s.dismiss(ctx, email)
		}
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			return err
		}
	}
	return fmt.Errorf("enrolling staff: %w: %w", err, table.ErrUnavailable)
}

// dismiss takes the roles of the staff from who has an address.
func (s *Room) dismiss(ctx context.Context, email string) error {
	p, known, err := s.personAt(ctx, email)
	if err != nil || !known || !p.Actor().Staff() {
		return err
	}
	p.Slug, p.Roles = "", withoutDesk(p.Roles)
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: agency.Machinery().ID, Action: "dismiss", Thing: "person " + p.ID})
	if err != nil {
		return err
	}
	return s.put(ctx, p, table.Set, event)
}

// withoutDesk is what is left of roles without those of the staff.
func withoutDesk(roles []agency.Role) []agency.Role {
	left := slices.DeleteFunc(slices.Clone(roles), func(r agency.Role) bool { return slices.Contains(agency.Staff(), r) })
	if len(left) == 0 {
		return []agency.Role{agency.Influencer}
	}
	return left
}

// today is somebody who is signed in, with the roles they have now: whoever
// leaves does not keep the desk until their session ends.
func (s *Room) today(p Person) Person {
	if s.Staff == nil || !p.Actor().Staff() {
		return p
	}
	if now, works := s.Staff.Member(p.Email); works {
		p.Roles = now.Roles
	} else {
		p.Roles = withoutDesk(p.Roles)
	}
	return p
}
