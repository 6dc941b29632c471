.PHONY: run build test format
run: ## The whole platform on loopback, embedded SQLite
	dotnet run --project src/Api
build: ## Everything, warnings as errors
	dotnet build Orleans.Trading.sln
format:
	dotnet format Orleans.Trading.sln
