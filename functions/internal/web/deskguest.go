package web

func (s *Server) deskGuestRoutes() []Route { return nil }
