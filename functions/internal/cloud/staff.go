package cloud

import (
	"strings"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/site/content"
)

// staff are the people of the words, for signing in.
type staff struct{ people []content.Person }

// Member implements account.Staff.
func (s staff) Member(email string) (account.Person, bool) {
	same := strings.ToLower(email) // as the room compares addresses
	for _, p := range s.people {
		if p.Staff && p.Email != "" && strings.ToLower(p.Email) == same {
			return account.Person{Name: p.Name, Email: p.Email, Slug: p.Slug, Roles: agency.RolesNamed(p.Roles)}, true
		}
	}
	return account.Person{}, false
}
