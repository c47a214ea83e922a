package web

func (s *Server) briefRoutes() []Route { return nil }

func (s *Server) signRoutes() []Route { return nil }
