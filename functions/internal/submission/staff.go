package submission

import (
	"context"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// Staff are those who work here.
type Staff interface {
	// People returns everybody who has a page, with what they do here.
	People() []content.Person
}

// Ties are between those who work here and influencers.
type Ties interface {
	// Tied reports whether the actor said that they know an influencer.
	Tied(ctx context.Context, actor agency.Actor, influencer string) (bool, error)
}

// Tied reports whether the actor said that they know who makes the work.
func (s *Room) Tied(ctx context.Context, actor agency.Actor, d Deliverable) (bool, error) {
	return s.Ties.Tied(ctx, actor, d.Person)
}

// colleague is somebody who may decide on work.
type colleague struct {
	agency.Actor
	email string
}

// deciders are those who may decide on one piece of work, as they are today.
func (s *Room) deciders(ctx context.Context, d Deliverable) ([]colleague, error) {
	var all []colleague
	for _, p := range s.Staff.People() {
		one := colleague{agency.Actor{Name: p.Name, Slug: p.Slug, Roles: agency.RolesNamed(p.Roles)}, p.Email}
		if !p.Staff || p.Email == "" || !MayDecide(one.Actor) {
			continue
		}
		var err error
		// Who never signed in gets an id that is nobody's: they had a part in nothing.
		if one.ID, _, err = s.Applications.People.Register(ctx, p.Name, p.Email); err != nil {
			return nil, err
		}
		tied, err := s.Tied(ctx, one.Actor, d)
		if err != nil {
			return nil, err
		}
		if one.ID != d.Person && !tied {
			all = append(all, one)
		}
	}
	return all, nil
}

// rulers are those who may rule on a request: they had no part in it.
func (s *Room) rulers(ctx context.Context, d Deliverable, e Edit) ([]colleague, error) {
	all, err := s.deciders(ctx, d)
	return slices.DeleteFunc(all, func(one colleague) bool { return !MayRule(one.Actor, e) }), err
}

// Rulers returns the names of those who may rule on a request.
func (s *Room) Rulers(ctx context.Context, d Deliverable, e Edit) ([]string, error) {
	able, err := s.rulers(ctx, d, e)
	var names []string
	for _, one := range able {
		names = append(names, one.Name)
	}
	return names, err
}

// nobodyRules is what the leads read where nobody is left who may rule.
const nobodyRules = "An edit is disputed, and nobody here may rule on it: everybody who could had a part in it. Take the request back, or find somebody who may"

// tellRulers tells those who may rule on the request that it waits for them. If
// nobody may, the leads are told so, and if there is none, the project manager.
// told are the addresses it went to.
func (s *Room) tellRulers(ctx context.Context, c *change, p program.Program, what string) (told map[string]bool, err error) {
	able, err := s.rulers(ctx, c.d, *c.edit)
	if err != nil {
		return nil, err
	}
	if len(able) == 0 {
		what = nobodyRules
		if able, err = s.deciders(ctx, c.d); err != nil {
			return nil, err
		}
		able = slices.DeleteFunc(able, func(one colleague) bool { return !one.Is(agency.Lead) })
	}
	told = map[string]bool{}
	for _, one := range able {
		s.waits(c, p, one.Name, one.email, what)
		told[one.email] = true
	}
	if len(able) == 0 {
		_, manager := s.Applications.Staff.Manager(p.Manager)
		told[manager] = true
		s.tell(c, p, what)
	}
	return told, c.err
}
