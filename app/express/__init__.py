"""The express lane: what can be received, decided and handed over before the day's cut-off, at one sitting."""
