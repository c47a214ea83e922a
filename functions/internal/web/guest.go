package web

func (s *Server) guestRoutes() []Route { return nil }
