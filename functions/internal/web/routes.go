package web

import "slices"

// Routes returns every route, in the order of the functions.
func (s *Server) Routes() []Route {
	return slices.Concat(s.accountRoutes(), s.commentRoutes(), s.applyRoutes(), s.meRoutes(), s.todayRoutes(),
		s.deskRoutes(), s.vettingRoutes(), s.programRoutes(), s.applicationRoutes(), s.outcomeRoutes(),
		s.workRoutes(), s.largeRoutes(), s.clientRoutes(), s.deskWorkRoutes(), s.reportRoutes(),
		s.briefRoutes(), s.signRoutes(), s.deskBriefRoutes(), s.guestRoutes(), s.deskGuestRoutes())
}

// Each function on AWS names its own routes and no others: a program has in it
// whatever its routes lead to, and what is larger takes longer to start.

// OfAccounts are the routes of the function accounts.
func (s *Server) OfAccounts() []Route { return s.accountRoutes() }

// OfComments are the routes of the function comments.
func (s *Server) OfComments() []Route { return s.commentRoutes() }

// OfApplications are the routes of the function applications.
func (s *Server) OfApplications() []Route { return slices.Concat(s.applyRoutes(), s.meRoutes()) }

// OfBriefs are the routes of the function briefs.
func (s *Server) OfBriefs() []Route { return slices.Concat(s.briefRoutes(), s.signRoutes()) }

// OfSubmissions are the routes of the function submissions.
func (s *Server) OfSubmissions() []Route {
	return slices.Concat(s.workRoutes(), s.largeRoutes(), s.clientRoutes(), s.guestRoutes())
}

// OfDesk are the routes of the function desk.
func (s *Server) OfDesk() []Route {
	return slices.Concat(s.todayRoutes(), s.deskRoutes(), s.vettingRoutes(), s.programRoutes(), s.applicationRoutes(),
		s.outcomeRoutes(), s.deskWorkRoutes(), s.reportRoutes(), s.deskBriefRoutes(), s.deskGuestRoutes())
}
