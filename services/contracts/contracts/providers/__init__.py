"""Those who give offers: companies with a CVR number, and the municipality's own units."""
