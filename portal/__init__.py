"""The portal of one city. create_app() stands in portal/app.py, so that a rule can be imported without Flask."""
