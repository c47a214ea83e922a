package agency

import (
	"slices"
	"strings"
)

// Role is what a person may do here.
type Role string

// The roles there are. Visitor is everybody who is not signed in; System is the
// agency's own machinery.
const (
	Visitor        Role = "visitor"
	Influencer     Role = "influencer"
	Moderator      Role = "moderator"
	Reviewer       Role = "reviewer"
	ProjectManager Role = "project manager"
	Lead           Role = "lead" // project manager who decides outcomes
	Editor         Role = "editor"
	Compliance     Role = "compliance" // reads what is regulated
	Admin          Role = "admin"
	System         Role = "system"
)

// Staff are the roles that may open the desk.
func Staff() []Role {
	return []Role{Moderator, Reviewer, ProjectManager, Lead, Editor, Compliance, Admin}
}

// Actor is who does something.
type Actor struct {
	ID    string // person id; "" for visitors, "system" for the machinery
	Name  string
	Slug  string // page below /people/, "" if there is none
	Roles []Role
}

// Anybody is a visitor who is not signed in.
func Anybody() Actor { return Actor{Roles: []Role{Visitor}} }

// Machinery is the agency's own software at work.
func Machinery() Actor { return Actor{ID: "system", Roles: []Role{System}} }

// Is reports whether the actor has one of the roles.
func (a Actor) Is(roles ...Role) bool {
	return slices.ContainsFunc(a.Roles, func(r Role) bool { return slices.Contains(roles, r) })
}

// Staff reports whether the actor may open the desk.
func (a Actor) Staff() bool { return a.Is(Staff()...) }

// RolesNamed are the roles as content/people names them; names that are none
// are left out.
func RolesNamed(names []string) []Role {
	var roles []Role
	for _, name := range names {
		role := Role(strings.ReplaceAll(name, "_", " "))
		if slices.Contains(Staff(), role) {
			roles = append(roles, role)
		}
	}
	return roles
}
