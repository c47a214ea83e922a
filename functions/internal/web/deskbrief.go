package web

func (s *Server) deskBriefRoutes() []Route { return nil }
